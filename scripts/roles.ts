/** Joiners and leavers, for registrars: who may act for whom, by the API of a running service. */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { IdentityNotRunning, issuerIn, tokenFor } from '../apps/identity/client.js';
import type { Outcome } from './token.js';

const usage = `Usage: npm run roles -- list [--subject SUBJECT] [--organisation CODE]
       npm run roles -- grant SUBJECT ROLE ORGANISATION [--name NAME]
       npm run roles -- withdraw SUBJECT ROLE ORGANISATION
       npm run roles -- confirm PROPOSAL, or decline PROPOSAL
Options: --url URL of the service; --as PERSONA and --issuer URL of the development identity (registrar@nhse).
Elsewhere the registrar’s token is in REMIT_TOKEN.
`;

interface Asked {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object;
  readonly url: string;
  readonly issuer: string;
  readonly as: string;
}

/** What the API answers, as far as it is told here. */
interface Told {
  readonly people?: readonly {
    subject: string;
    name: string;
    grants: readonly { role: string; organisation: string }[];
  }[];
  readonly proposals?: readonly Readonly<Record<string, string>>[];
  readonly proposal?: string;
  readonly detail?: string;
}

/** Status 0: done; 1: the service said no; 2: it was not understood, or could not be asked. */
export async function roles(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<Outcome> {
  const asked = read(args, environment);
  if (asked === undefined) return { status: 2, out: '', err: usage };
  try {
    const token = environment['REMIT_TOKEN'] || (await tokenFor(asked.issuer, asked.as));
    const answer = await askedOf(asked, token);
    if (answer === undefined) return { status: 2, out: '', err: `The service does not answer at ${asked.url}.\n` };
    const told = (await answer.json()) as Told;
    if (!answer.ok) return { status: 1, out: '', err: `${told.detail ?? `The service answered ${answer.status}.`}\n` };
    return { status: 0, out: said(told), err: '' };
  } catch (error) {
    if (error instanceof IdentityNotRunning || error instanceof RangeError)
      return { status: 2, out: '', err: `${error.message}\n` };
    throw error;
  }
}

/** Undefined when nobody answers. */
const askedOf = ({ url, path, method, body }: Asked, token: string): Promise<Response | undefined> =>
  fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    ...(body && { body: JSON.stringify(body) }),
  }).catch(() => undefined);

function said({ people, proposals = [], proposal }: Told): string {
  if (proposal !== undefined) return `Proposed. Another registrar confirms it: npm run roles -- confirm ${proposal}\n`;
  if (people === undefined) return 'Recorded.\n';
  const held = people.map(({ subject, name, grants }) => {
    const list = grants.map(({ role, organisation }) => `${role} for ${organisation}`).join(', ');
    return `${subject}  ${name}: ${list || 'no role'}\n`;
  });
  const waiting = proposals.map(
    ({ id, action, subject, role, proposedBy }) =>
      `Waiting: ${id}  ${action} ${role} to or from ${subject}, proposed by ${proposedBy}\n`,
  );
  return [...held, ...waiting].join('');
}

function read(args: readonly string[], environment: NodeJS.ProcessEnv): Asked | undefined {
  const text = { type: 'string' } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { subject: text, organisation: text, name: text, url: text, issuer: text, as: text },
      allowPositionals: true,
    });
    const where = {
      url: values.url ?? `http://127.0.0.1:${environment['REMIT_PORT'] || '3000'}`,
      issuer: values.issuer ?? issuerIn(environment),
      as: values.as ?? 'registrar@nhse',
    };
    const { subject, organisation, name } = values;
    const request = requestFor(positionals, { subject, organisation, name });
    return request && { ...request, ...where };
  } catch {
    return undefined;
  }
}

type Said = Readonly<Record<'subject' | 'organisation' | 'name', string | undefined>>;

function requestFor(
  [command, first, ...rest]: readonly string[],
  said: Said,
): Pick<Asked, 'method' | 'path' | 'body'> | undefined {
  const path = '/api/register/roles';
  switch (command) {
    case 'list': {
      if (first !== undefined) return undefined;
      const query = Object.entries(said).filter((each): each is [string, string] => each[1] !== undefined);
      return { method: 'GET', path: `${path}?${new URLSearchParams(query).toString()}` };
    }
    case 'grant':
    case 'withdraw': {
      const [role, organisation, more] = rest;
      if (first === undefined || organisation === undefined || more !== undefined) return undefined;
      const body = { action: command, subject: first, role, organisation, ...(said.name && { name: said.name }) };
      return { method: 'POST', path, body };
    }
    case 'confirm':
    case 'decline':
      if (first === undefined || rest.length > 0) return undefined;
      return { method: 'POST', path: `${path}/proposals/${encodeURIComponent(first)}`, body: { action: command } };
    default:
      return undefined;
  }
}

if (import.meta.main) {
  const { status, out, err } = await roles(process.argv.slice(2), process.env);
  process.stdout.write(out);
  process.stderr.write(err);
  process.exitCode = status;
}
