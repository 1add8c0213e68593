import type { Metadata, ServerReadableStream } from '@grpc/grpc-js';
import type { Store, Write, Written } from './store.js';

/** How the next append fails: the connection is cut before anything is written, after it, or the append is written late, or nobody answers. */
export type Cut = 'unwritten' | 'written' | 'late' | 'unanswered';

/** What is wrong with the server; all can be changed while it runs. */
export interface Faults {
  /** Taken by appends, one each, in their order. */
  cuts: readonly Cut[];
  /** Milliseconds before an append is taken up. */
  delay: number;
  readOnly: boolean;
  denied: boolean;
  /** `user:password` that every append and read must come with; none when empty. */
  user: string;
  /** Which node leads. */
  leader: number;
  version: string;
  /** A server from before appends over several streams. */
  old: boolean;
}

export const none: Faults = {
  cuts: [],
  delay: 0,
  readOnly: false,
  denied: false,
  user: '',
  leader: 0,
  version: '26.1.0',
  old: false,
};

export interface Node {
  readonly index: number;
  /** The ports of all nodes, in their order. */
  readonly ports: readonly number[];
  readonly store: Store;
  readonly faults: Faults;
  /** Breaks every connection. */
  cut(): void;
}

/**
 * All messages of a call that came to its proper end.
 *
 * @throws Error when the connection broke before: the library ends the messages then as if the client had, and half of an append would
 * be taken for the whole.
 */
export async function received<T>(call: ServerReadableStream<T, unknown>): Promise<readonly T[]> {
  const messages: T[] = [];
  for await (const message of call as AsyncIterable<T>) messages.push(message);
  await new Promise((resolve) => setTimeout(resolve, 1));
  if (call.cancelled) throw new Error('the connection broke');
  return messages;
}

/** Milliseconds after which a late append is written. */
const late = 300;

/** Whether the faults let this caller in at all. */
export function isAllowed({ denied, user }: Faults, { metadata }: { metadata: Metadata }): boolean {
  const given = String(metadata.get('authorization')[0] ?? '').replace(/^Basic /i, '');
  return !denied && (user === '' || Buffer.from(given, 'base64').toString() === user);
}

export type Performed =
  Written | { readonly result: 'not-leader' } | { readonly result: 'read-only' } | { readonly result: 'denied' };

/** Whether the caller will have no other node; appends to several streams always want the one that leads. */
export const wantsLeader = ({ metadata }: { metadata: Metadata }): boolean =>
  metadata.get('requires-leader')[0] === 'true';

/** Appends as the faults allow; never settles when nobody is to be answered. */
export async function perform(node: Node, call: { metadata: Metadata }, writes: readonly Write[]): Promise<Performed> {
  const { store, faults } = node;
  const [cut, ...cuts] = faults.cuts;
  faults.cuts = cuts;
  if (faults.delay > 0) await new Promise((resolve) => setTimeout(resolve, faults.delay));
  if (!isAllowed(faults, call)) return { result: 'denied' };
  if (wantsLeader(call) && faults.leader !== node.index) return { result: 'not-leader' };
  if (faults.readOnly) return { result: 'read-only' };
  if (cut === 'late') setTimeout(() => store.append(writes), late);
  const written = cut === undefined || cut === 'written' || cut === 'unanswered' ? store.append(writes) : undefined;
  if (cut !== undefined && cut !== 'unanswered') node.cut();
  if (cut !== undefined || written === undefined) return new Promise<never>(() => undefined);
  return written;
}
