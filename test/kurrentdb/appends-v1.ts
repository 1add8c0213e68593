/** Appends of version 1 of the protocol: one by one, in a batch stream, and the tombstone. */
import type { ServerDuplexStream, ServerReadableStream, ServerUnaryCall } from '@grpc/grpc-js';
import shared, { type UUID } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import statusPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/status_pb.js';
import pb, {
  type AppendReq,
  type AppendResp,
  type BatchAppendReq,
  type BatchAppendResp,
  type TombstoneReq,
  type TombstoneResp,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import anyPb from 'google-protobuf/google/protobuf/any_pb.js';
import emptyPb from 'google-protobuf/google/protobuf/empty_pb.js';
import { perform, received, type Node, type Performed } from './faults.js';
import { nameOf } from './reads.js';
import { denied, noLeader, notLeader, notSupported, streamDeleted, type Refusal } from './refusals.js';
import { expecting, type Conflict, type Proposed } from './store.js';

export async function append(
  node: Node,
  call: ServerReadableStream<AppendReq, AppendResp>,
): Promise<AppendResp | Refusal> {
  let options: AppendReq.Options | undefined;
  const events: Proposed[] = [];
  for (const request of await received(call)) {
    options ??= request.getOptions();
    const message = request.getProposedMessage();
    if (message) events.push(proposed(message));
  }
  if (options === undefined) return notSupported('an append without options');
  const stream = nameOf(options.getStreamIdentifier());
  const expected = options.hasRevision() ? Number(options.getRevision()) : expectedOf(options);
  const performed = await perform(node, call, [{ stream, expected, events }]);
  const response = new pb.AppendResp();
  if (performed.result === 'denied') return denied();
  if (performed.result === 'not-leader') return notLeader(node);
  if (performed.result === 'read-only') return noLeader();
  if (performed.result === 'deleted') return streamDeleted(stream);
  if (performed.result === 'conflict') response.setWrongExpectedVersion(wrongVersion(performed.conflict));
  else {
    const success = new pb.AppendResp.Success();
    success.setCurrentRevision(String(performed.revisions[0]));
    const position = new pb.AppendResp.Position();
    position.setCommitPosition(String(performed.position));
    position.setPreparePosition(String(performed.position));
    success.setPosition(position);
    response.setSuccess(success);
  }
  return response;
}

function wrongVersion({ expected, actual }: Conflict): AppendResp.WrongExpectedVersion {
  const wrong = new pb.AppendResp.WrongExpectedVersion();
  if (expected >= 0) wrong.setExpectedRevision(String(expected));
  else if (expected === expecting.none) wrong.setExpectedNoStream(new shared.Empty());
  else if (expected === expecting.exists) wrong.setExpectedStreamExists(new shared.Empty());
  else wrong.setExpectedAny(new shared.Empty());
  if (actual >= 0) wrong.setCurrentRevision(String(actual));
  else wrong.setCurrentNoStream(new shared.Empty());
  return wrong;
}

export function batchAppend(node: Node, call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>): void {
  const begun = new Map<string, { options: BatchAppendReq.Options; events: Proposed[] }>();
  call.on('end', () => call.end());
  call.on('error', () => undefined);
  call.on('data', (request: BatchAppendReq) => {
    const correlation = uuidOf(request.getCorrelationId());
    const options = request.getOptions();
    if (options) begun.set(correlation, { options, events: [] });
    const batch = begun.get(correlation);
    if (batch === undefined) return;
    batch.events.push(...request.getProposedMessagesList().map(proposed));
    if (!request.getIsFinal()) return;
    begun.delete(correlation);
    const stream = nameOf(batch.options.getStreamIdentifier());
    const expected = batch.options.hasStreamPosition()
      ? Number(batch.options.getStreamPosition())
      : expectedOf(batch.options);
    void perform(node, call, [{ stream, expected, events: batch.events }]).then((performed) => {
      if (performed.result === 'not-leader') return void call.emit('error', notLeader(node));
      const response = batchResponse(performed);
      response.setCorrelationId(request.getCorrelationId());
      response.setStreamIdentifier(batch.options.getStreamIdentifier());
      call.write(response);
    });
  });
}

function batchResponse(performed: Exclude<Performed, { result: 'not-leader' }>): BatchAppendResp {
  const response = new pb.BatchAppendResp();
  if (performed.result === 'conflict')
    response.setError(batchError('WrongExpectedVersion', versions(performed.conflict)));
  else if (performed.result === 'deleted') response.setError(batchError('StreamDeleted', new shared.StreamDeleted()));
  else if (performed.result === 'denied') response.setError(batchError('AccessDenied', new shared.AccessDenied()));
  else if (performed.result === 'read-only') response.setError(batchError('Unknown', new shared.Unknown()));
  else {
    const success = new pb.BatchAppendResp.Success();
    success.setCurrentRevision(String(performed.revisions[0]));
    const position = new shared.AllStreamPosition();
    position.setCommitPosition(String(performed.position));
    position.setPreparePosition(String(performed.position));
    success.setPosition(position);
    response.setSuccess(success);
  }
  return response;
}

function versions({ expected, actual }: Conflict): { serializeBinary(): Uint8Array } {
  const wrong = new shared.WrongExpectedVersion();
  if (expected >= 0) wrong.setExpectedStreamPosition(String(expected));
  else if (expected === expecting.none) wrong.setExpectedNoStream(new emptyPb.Empty());
  else if (expected === expecting.exists) wrong.setExpectedStreamExists(new emptyPb.Empty());
  else wrong.setExpectedAny(new emptyPb.Empty());
  if (actual >= 0) wrong.setCurrentStreamRevision(String(actual));
  else wrong.setCurrentNoStream(new emptyPb.Empty());
  return wrong;
}

/** No message: the real server sends none either here. */
function batchError(
  type: string,
  particulars: { serializeBinary(): Uint8Array },
): InstanceType<typeof statusPb.Status> {
  const any = new anyPb.Any();
  any.setTypeUrl(`type.googleapis.com/event_store.client.${type}`);
  any.setValue(particulars.serializeBinary());
  const error = new statusPb.Status();
  error.setDetails(any);
  return error;
}

export async function tombstone(
  node: Node,
  call: ServerUnaryCall<TombstoneReq, TombstoneResp>,
): Promise<TombstoneResp> {
  const position = new pb.TombstoneResp.Position();
  const at = String(node.store.tombstone(nameOf(call.request.getOptions()?.getStreamIdentifier())));
  position.setCommitPosition(at);
  position.setPreparePosition(at);
  const response = new pb.TombstoneResp();
  response.setPosition(position);
  return response;
}

function proposed(message: AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage): Proposed {
  const metadata = message.getMetadataMap();
  return {
    id: uuidOf(message.getId()),
    type: metadata.get('type') ?? '',
    json: metadata.get('content-type') === 'application/json',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

const expectedOf = (options: { hasNoStream(): boolean; hasStreamExists(): boolean }): number =>
  options.hasNoStream() ? expecting.none : options.hasStreamExists() ? expecting.exists : expecting.any;

function uuidOf(uuid: UUID | undefined): string {
  return uuid?.getString().toLowerCase() ?? '';
}
