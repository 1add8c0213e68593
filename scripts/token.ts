import { parseArgs } from 'node:util';
import { IdentityNotRunning, issuerIn, tokenFor } from '../apps/identity/client.js';
import { allowedShapes, persona } from '../demonstration/personas.js';

export interface Outcome {
  status: 0 | 1 | 2;
  /** For stdout: the token, or nothing. */
  out: string;
  /** For stderr, whole lines. */
  err: string;
}

const usage = 'Usage: npm run --silent token -- PERSONA [--issuer URL]\n';

/**
 * A bearer token of the development identity for one persona. Status 1: no development identity answers there; 2: the
 * persona or an option is not understood.
 */
export async function token(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<Outcome> {
  const asked = read(args);
  if (asked === undefined) return { status: 2, out: '', err: usage };
  const issuer = asked.issuer ?? issuerIn(environment);
  if (!/^https?:$/.test(URL.parse(issuer)?.protocol ?? '')) {
    return { status: 2, out: '', err: `The issuer is "${issuer}"; allowed: an http or https address.\n` };
  }
  if (!persona(asked.persona)) {
    const shapes = allowedShapes.map((line) => `  ${line}\n`).join('');
    return { status: 2, out: '', err: `"${asked.persona}" is not a persona. Allowed:\n${shapes}` };
  }
  try {
    return { status: 0, out: `${await tokenFor(issuer, asked.persona)}\n`, err: '' };
  } catch (error) {
    if (!(error instanceof IdentityNotRunning)) throw error;
    return { status: 1, out: '', err: `${error.message}\nStart it with: npm start\n` };
  }
}

function read(args: readonly string[]): { persona: string; issuer: string | undefined } | undefined {
  try {
    const options = { issuer: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [only, ...more] = positionals;
    return only === undefined || more.length > 0 ? undefined : { persona: only, issuer: values.issuer };
  } catch {
    return undefined;
  }
}

if (import.meta.main) {
  const { status, out, err } = await token(process.argv.slice(2), process.env);
  process.stdout.write(out);
  process.stderr.write(err);
  process.exitCode = status;
}
