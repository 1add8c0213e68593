/**
 * What went wrong between the client and the server, as far as it matters here.
 *
 * - `conflict`: a stream is not at the expected revision; nothing was written.
 * - `missing`: there is no such stream.
 * - `misplaced`: no event begins at the position.
 * - `unsent`: no server was reached, so nothing was written.
 * - `undiscovered`: no node of the cluster said which one leads, so nothing was written; the client never gets over it.
 * - `elsewhere`: this node does not lead; nothing was written.
 * - `read-only`, `denied`, `old`, `deleted`, `refused`: the server said no, and says why; nothing was written.
 * - `lost`: the answer did not come: what was asked for may have happened, and may still happen.
 */
export interface Trouble {
  readonly kind:
    | 'conflict'
    | 'missing'
    | 'misplaced'
    | 'unsent'
    | 'undiscovered'
    | 'elsewhere'
    | 'read-only'
    | 'denied'
    | 'old'
    | 'deleted'
    | 'refused'
    | 'lost';
  /** For an operator: what was expected and found, and what mends it. */
  readonly words: string;
}

/** Kinds that pass by themselves: a server restarts, another node takes the lead. */
export const passes = ({ kind }: Trouble): boolean => passing.includes(kind);

const passing: readonly Trouble['kind'][] = ['unsent', 'undiscovered', 'elsewhere', 'lost', 'read-only'];

/** Status codes of gRPC (https://grpc.io/docs/guides/status-codes/). */
const code = { invalidArgument: 3, permissionDenied: 7, unavailable: 14, unauthenticated: 16 } as const;

const kindByType: Readonly<Record<string, Trouble['kind']>> = {
  'wrong-expected-version': 'conflict',
  'stream-not-found': 'missing',
  'stream-deleted': 'deleted',
  'stream-tombstoned': 'deleted',
  'not-leader': 'elsewhere',
  'access-denied': 'denied',
  unsupported: 'old',
  'transaction-max-size-exceeded': 'refused',
  'maximum-append-size-exceeded': 'refused',
  'append-record-size-exceeded': 'refused',
};

const wordsFor: Readonly<Partial<Record<Trouble['kind'], string>>> = {
  unsent: 'expected a KurrentDB server, found none; start it, or mend the connection string',
  undiscovered: 'expected a KurrentDB server, found none; start it, or mend the connection string',
  elsewhere: 'expected to reach the node that leads; name all nodes of the cluster in the connection string',
  'read-only': 'expected a KurrentDB server that takes writes, found one that is read-only',
  denied: 'expected to be allowed to read and write; mend user and password in the connection string, or their rights',
  old: 'expected KurrentDB 25.1 or newer, which can append to several streams at once, found an older one; upgrade it',
  deleted: 'expected a stream nobody has deleted; a stream that an operator deleted cannot be written or read again',
  lost: 'the connection to KurrentDB was lost',
};

/** Reads what the client threw: its own errors, raw ones of gRPC from a dead server, and those of its native part for reads. */
export function troubleOf(thrown: unknown): Trouble {
  const error = thrown as { type?: string; code?: number; message?: string; _raw?: { metadata?: Details } };
  const { message = '' } = error;
  const kind = kindOf(error.type ?? '', error.code, message, error._raw?.metadata);
  const words = wordsFor[kind];
  return { kind, words: words === undefined ? message : message === '' ? words : `${words} (${message})` };
}

interface Details {
  get?(name: string): readonly unknown[];
}

function kindOf(type: string, status: number | undefined, message: string, details?: Details): Trouble['kind'] {
  const known = kindByType[type];
  if (known) return known;
  if (/read-only mode/i.test(message)) return 'read-only';
  if (/invalid position/i.test(message)) return 'misplaced';
  // The client knows this error of the older protocol only.
  if (String(details?.get?.('grpc-status-details-bin')[0]).includes('NotLeaderNode')) return 'elsewhere';
  if (status === code.permissionDenied || status === code.unauthenticated) return 'denied';
  if (/permission to execute|valid authentication/i.test(message)) return 'denied';
  if (status === code.invalidArgument) return 'refused';
  if (message.includes('Failed to discover')) return 'undiscovered';
  if (/No connection established|ECONNREFUSED|ENOTFOUND/.test(message)) return 'unsent';
  return 'lost';
}
