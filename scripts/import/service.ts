/** The service as the import speaks to it. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { request as secureRequest } from 'node:https';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A line of a preview: to be recorded, refused, or left out. */
export interface Line {
  readonly line: number;
  readonly code: string | null;
  readonly name?: string;
  readonly detail?: string;
  readonly because?: string;
  readonly mend?: string;
  readonly leftOut?: string;
}

export interface Previewed {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly leftOut: Readonly<Record<string, number>>;
  readonly advice: readonly string[];
  readonly samples: Readonly<Record<string, readonly Line[]>>;
  readonly recorded?: { readonly facts: number; readonly recorded: number };
}

export interface Recorded {
  readonly at: string;
  readonly facts: number;
}

/** The service said no, or does not answer; in words for whoever started the import. */
export class NotImported extends Error {
  override readonly name = 'NotImported';
}

const imports = '/api/register/imports';

export class ImportService {
  constructor(
    readonly url: string,
    private readonly token: string,
  ) {}

  /** @param told of bytes sent so far, and of all. @throws NotImported */
  async upload(file: string, query: Readonly<Record<string, string>>, told: (sent: number, all: number) => void) {
    const { size } = await stat(file);
    const meter = new Transform({
      transform: (chunk: Buffer, _, done) => {
        sent += chunk.length;
        told(sent, size);
        done(null, chunk);
      },
    });
    let sent = 0;
    const target = new URL(`${imports}?${new URLSearchParams(query).toString()}`, this.url);
    const headers = { ...this.headers(), 'content-type': 'text/csv', 'content-length': String(size) };
    const outgoing = (target.protocol === 'https:' ? secureRequest : request)(target, { method: 'POST', headers });
    const answer = new Promise<IncomingMessage>((resolve, reject) => {
      outgoing.once('response', resolve).once('error', reject);
    });
    // A refusal may come before the whole file was sent: the answer says more than the broken pipe.
    const sending = pipeline(createReadStream(file), meter, outgoing).catch(() => undefined);
    const response = await answer.catch((fault: unknown) => gone(this.url, fault));
    await sending;
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer); // without encoding there is nothing else
    return answered(response.statusCode ?? 0, Buffer.concat(chunks).toString()) as Previewed; // as the API describes it
  }

  /** @throws NotImported */
  async find(id: string): Promise<Previewed> {
    return (await this.ask('GET', `${imports}/${id}`)) as Previewed; // as the API describes it
  }

  /** @throws NotImported */
  async confirm(id: string): Promise<Recorded> {
    return (await this.ask('POST', `${imports}/${id}/confirm`)) as Recorded; // as the API describes it
  }

  private async ask(method: string, path: string): Promise<unknown> {
    const response = await fetch(new URL(path, this.url), { method, headers: this.headers() }).catch((fault: unknown) =>
      gone(this.url, fault),
    );
    return answered(response.status, await response.text());
  }

  private headers(): Readonly<Record<string, string>> {
    return { authorization: `Bearer ${this.token}`, accept: 'application/json' };
  }
}

interface Refusal {
  readonly detail?: string;
  readonly fields?: readonly { readonly field: string; readonly message: string }[];
}

function answered(status: number, text: string): unknown {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new NotImported(`The service answered ${status} and no JSON. Check --url.`);
  }
  if (status < 300) return body;
  const { detail = `It answered ${status}.`, fields = [] } = body as Refusal; // a problem document
  throw new NotImported([detail, ...fields.map(({ field, message }) => `  ${field}: ${message}`)].join('\n'));
}

function gone(url: string, fault: unknown): never {
  const why = fault instanceof Error ? fault.message : String(fault);
  throw new NotImported(`No service answers at ${url} (${why}). Start it with: npm start`);
}
