/** A load of HTTP/1.1 POST requests over kept-alive connections: as little work as can be, since it shares the machine with the service. */
import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';

export interface Request {
  readonly path: string;
  readonly token: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** JSON text in ASCII. */
  readonly body: string;
}

/** Somebody who keeps one connection busy: the next request is asked for when the last was answered. */
export interface Visitor {
  next(): Request;
  answered?(etag: string | undefined): void;
}

export interface Load {
  readonly connections: number;
  readonly requests: number;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Mean bytes of the answers' bodies. */
  readonly answerBytes: number;
}

/**
 * Keeps one connection for each visitor busy for so many seconds. With several URLs the visitors are shared out among them in turn.
 *
 * @throws Error when anything but 201 is answered, with the answer's text.
 */
export async function load(
  urls: string | readonly string[],
  visitors: readonly Visitor[],
  seconds: number,
): Promise<Load> {
  const all = typeof urls === 'string' ? [urls] : urls;
  const took: number[] = [];
  let bytes = 0;
  const began = performance.now();
  const until = began + seconds * 1000;
  const counted = (milliseconds: number, length: number): boolean => {
    took.push(milliseconds);
    bytes += length;
    return performance.now() < until;
  };
  await Promise.all(visitors.map((visitor, index) => keepBusy(all[index % all.length] ?? '', visitor, counted)));
  const elapsed = (performance.now() - began) / 1000;
  const sorted = Float64Array.from(took).sort();
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
  return {
    connections: visitors.length,
    requests: took.length,
    perSecond: took.length / elapsed,
    p50: at(0.5),
    p99: at(0.99),
    answerBytes: Math.round(bytes / Math.max(1, took.length)),
  };
}

/** One connection, one request at a time, until `counted` says that it is enough. */
function keepBusy(url: string, visitor: Visitor, counted: (took: number, bytes: number) => boolean): Promise<void> {
  const { hostname, port, host } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    let sent = 0;
    let received: Buffer = Buffer.alloc(0);
    const ask = (): void => {
      sent = performance.now();
      write(socket, host, visitor.next());
    };
    socket.on('connect', ask);
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('expected an answer, found the connection closed')));
    socket.on('data', (chunk) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const answer = answerIn(received);
      if (answer === undefined) return;
      received = Buffer.alloc(0);
      if (answer.status !== 201) {
        reject(new Error(`expected 201, found ${answer.status}: ${answer.body.toString().slice(0, 500)}`));
        socket.destroy();
        return;
      }
      visitor.answered?.(answer.etag);
      if (counted(performance.now() - sent, answer.body.length)) {
        ask();
        return;
      }
      resolve();
      socket.destroy();
    });
  });
}

function write(socket: Socket, host: string, { path, token, headers, body }: Request): void {
  const more = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.write(
    `POST ${path} HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\n` +
      `content-length: ${body.length}\r\n${more}\r\n${body}`,
    'latin1',
  );
}

/** The whole answer, or undefined while some of it is still under way. The service answers with a length, never in chunks. */
function answerIn(received: Buffer): { status: number; etag: string | undefined; body: Buffer } | undefined {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = received.toString('latin1', 0, end);
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (length === undefined) throw new Error(`expected an answer with its length, found ${head}`);
  const body = received.subarray(end + 4);
  if (body.length < Number(length)) return undefined;
  return { status: Number(head.slice(9, 12)), etag: /\r\netag: ([^\r]+)/i.exec(head)?.[1], body };
}
