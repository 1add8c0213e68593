/** The append of version 2 of the protocol: to several streams, all or nothing. */
import { status, type ServerReadableStream } from '@grpc/grpc-js';
import pb, {
  type AppendRecord,
  type AppendRequest,
  type AppendSessionResponse,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/streams_pb.js';
import { perform, received, type Node } from './faults.js';
import { conflictV2, deniedV2, invalid, notLeaderV2, readOnlyV2, tombstonedV2, type Refusal } from './refusals.js';
import { expecting, type Proposed, type Write } from './store.js';

const schemaName = /^[\p{L}\p{N}_.$:-]+$/u;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export async function appendSession(
  node: Node,
  call: ServerReadableStream<AppendRequest, AppendSessionResponse>,
): Promise<AppendSessionResponse | Refusal> {
  const writes: Write[] = [];
  for (const request of await received(call)) {
    const wrong = wrongWith(request, writes);
    if (wrong) return invalid(wrong.code, wrong.words);
    const expected = request.hasExpectedRevision() ? Number(request.getExpectedRevision()) : expecting.any;
    writes.push({ stream: request.getStream(), expected, events: request.getRecordsList().map(proposed) });
  }
  if (writes.length === 0) return invalid(status.FAILED_PRECONDITION, 'no append requests were sent');
  // This protocol has no follower pass an append on.
  call.metadata.set('requires-leader', 'true');
  const performed = await perform(node, call, writes);
  if (performed.result === 'denied') return deniedV2();
  if (performed.result === 'not-leader') return notLeaderV2(node);
  if (performed.result === 'read-only') return readOnlyV2();
  if (performed.result === 'deleted') return tombstonedV2(performed.stream);
  if (performed.result === 'conflict') return conflictV2(performed.conflict);
  const response = new pb.AppendSessionResponse();
  response.setOutputList(
    writes.map(({ stream }, i) => {
      const output = new pb.AppendResponse();
      output.setStream(stream);
      output.setStreamRevision(String(performed.revisions[i]));
      return output;
    }),
  );
  response.setPosition(String(performed.position));
  return response;
}

/** What the server would not take, in its words. */
function wrongWith(request: AppendRequest, before: readonly Write[]): { code: number; words: string } | undefined {
  const stream = request.getStream();
  if (before.some((write) => write.stream.toLowerCase() === stream.toLowerCase()))
    return { code: status.ABORTED, words: `Stream '${stream}' is already part of this append session.` };
  const records = request.getRecordsList();
  if (stream === '' || records.length === 0)
    return { code: status.INVALID_ARGUMENT, words: 'Stream append request must contain at least one record' };
  for (const record of records) {
    if (!uuid.test(record.getRecordId() ?? ''))
      return { code: status.INVALID_ARGUMENT, words: 'Record ID must be a valid and non-empty UUID.' };
    if (!schemaName.test(record.getSchema()?.getName() ?? ''))
      return { code: status.INVALID_ARGUMENT, words: 'Schema name can only contain unicode letters, digits, …' };
  }
  return undefined;
}

function proposed(record: AppendRecord): Proposed {
  const metadata: Record<string, unknown> = {};
  record.getPropertiesMap().forEach((value, name) => (metadata[name] = value.toJavaScript()));
  return {
    id: (record.getRecordId() ?? '').toLowerCase(),
    type: record.getSchema()?.getName() ?? '',
    json: record.getSchema()?.getFormat() === pb.SchemaFormat.SCHEMA_FORMAT_JSON,
    data: record.getData_asU8(),
    metadata: Buffer.from(JSON.stringify(metadata)),
  };
}
