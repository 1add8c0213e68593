/** The errors of the server, as it words and packs them for version 1 and version 2 of the protocol. */
import { Metadata, status } from '@grpc/grpc-js';
import codes, { type Code } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/code_pb.js';
import statusPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/status_pb.js';
import errorsPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/errors_pb.js';
import streamErrorsPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/errors_pb.js';
import anyPb from 'google-protobuf/google/protobuf/any_pb.js';
import type { Node } from './faults.js';
import type { Conflict } from './store.js';

export interface Refusal {
  readonly code: number;
  readonly details: string;
  readonly metadata: Metadata;
}

function v1(code: number, details: string, entries: Readonly<Record<string, string>> = {}): Refusal {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(entries)) metadata.set(name, value);
  return { code, details, metadata };
}

const leaderPort = ({ ports, faults }: Node): number => ports[faults.leader] ?? 0;

export const denied = (): Refusal => v1(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });

export const notLeader = (node: Node): Refusal =>
  v1(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': '127.0.0.1',
    'leader-endpoint-port': String(leaderPort(node)),
  });

export const noLeader = (): Refusal => v1(status.UNKNOWN, 'No leader info available in response');

export const streamDeleted = (stream: string): Refusal =>
  v1(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': stream,
  });

export const invalidPosition = (): Refusal => v1(status.INVALID_ARGUMENT, 'Trying to read from an invalid position.');

/** What the real server says to a read of all streams from a byte at which no record begins. Its client makes *unavailable* of it. */
export const inside = (): Refusal => v1(status.UNKNOWN, 'Unexpected ReadAllResult: InvalidPosition');

export const invalid = (code: number, words: string): Refusal => v1(code, words);

export const notSupported = (what: string): Refusal =>
  v1(status.UNIMPLEMENTED, `not part of this test server: ${what}`);

/** `google.rpc.Status` with two details: what kind of error, then the particulars. The last one is what the client looks at. */
function v2(code: Code, details: string, type: string, particulars: { serializeBinary(): Uint8Array }): Refusal {
  const packed = (typeUrl: string, value: Uint8Array): Uint8Array => {
    const any = new anyPb.Any();
    any.setTypeUrl(`type.googleapis.com/${typeUrl}`);
    any.setValue(value);
    const wrapped = new statusPb.Status();
    wrapped.setDetails(any);
    return wrapped.serializeBinary();
  };
  const head = new statusPb.Status();
  head.setCode(code);
  head.setMessage(details);
  // Messages of protobuf written one behind the other are one message.
  const bytes = Buffer.concat([
    head.serializeBinary(),
    packed('google.rpc.ErrorInfo', new Uint8Array()),
    packed(type, particulars.serializeBinary()),
  ]);
  const metadata = new Metadata();
  metadata.set('grpc-status-details-bin', bytes);
  return { code, details, metadata };
}

export function deniedV2(): Refusal {
  const particulars = new errorsPb.AccessDeniedErrorDetails();
  particulars.setOperation('AppendSession');
  const words = 'Access denied. Insufficient permissions to perform AppendSession';
  return v2(codes.Code.PERMISSION_DENIED, words, 'kurrentdb.protocol.v2.errors.AccessDeniedErrorDetails', particulars);
}

export function notLeaderV2(node: Node): Refusal {
  const particulars = new errorsPb.NotLeaderNodeErrorDetails();
  const leader = new errorsPb.NotLeaderNodeErrorDetails.NodeInfo();
  leader.setHost('127.0.0.1');
  leader.setPort(leaderPort(node));
  particulars.setCurrentLeader(leader);
  const words = `The server is not the leader node and cannot handle the request. 127.0.0.1:${leaderPort(node)}`;
  return v2(
    codes.Code.FAILED_PRECONDITION,
    words,
    'kurrentdb.protocol.v2.errors.NotLeaderNodeErrorDetails',
    particulars,
  );
}

export const readOnlyV2 = (): Refusal =>
  v1(status.INTERNAL, 'An internal server error occurred.\nServer is in read-only mode');

export function tombstonedV2(stream: string): Refusal {
  const particulars = new streamErrorsPb.StreamTombstonedErrorDetails();
  particulars.setStream(stream);
  const type = 'kurrentdb.protocol.v2.streams.errors.StreamTombstonedErrorDetails';
  return v2(codes.Code.FAILED_PRECONDITION, `Stream '${stream}' has been tombstoned.`, type, particulars);
}

export function conflictV2({ stream, expected, actual }: Conflict): Refusal {
  const particulars = new streamErrorsPb.StreamRevisionConflictErrorDetails();
  particulars.setStream(stream);
  particulars.setExpectedRevision(String(expected));
  particulars.setActualRevision(String(actual));
  const type = 'kurrentdb.protocol.v2.streams.errors.StreamRevisionConflictErrorDetails';
  const words = `Append failed due to a revision conflict on stream '${stream}'.`;
  return v2(codes.Code.FAILED_PRECONDITION, words, type, particulars);
}
