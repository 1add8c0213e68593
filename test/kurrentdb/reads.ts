import type { ServerWritableStream } from '@grpc/grpc-js';
import shared from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import pb, {
  type ReadReq,
  type ReadResp,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import timestampPb from 'google-protobuf/google/protobuf/timestamp_pb.js';
import { isAllowed, wantsLeader, type Node } from './faults.js';
import { denied, inside, invalidPosition, notLeader, notSupported, streamDeleted } from './refusals.js';
import type { Kept } from './store.js';

type Call = ServerWritableStream<ReadReq, ReadResp>;
type Options = ReadReq.Options;
type Filter = (event: Kept) => boolean;

/** Events the server looks at between two checkpoints, unless the client says how many; times the client's multiplier. */
const checkpointWindow = 32;

/** Reads and subscriptions, of streams and of all. */
export function read(node: Node, call: Call): void {
  const options = call.request.getOptions();
  if (options === undefined) return void call.emit('error', notSupported('a read without options'));
  if (!isAllowed(node.faults, call)) return void call.emit('error', denied());
  if (wantsLeader(call) && node.faults.leader !== node.index) return void call.emit('error', notLeader(node));
  if (options.hasStream()) readStream(node, call, options);
  else if (options.hasSubscription()) subscribe(node, call, options);
  else readAll(node, call, options);
}

function readStream({ store }: Node, call: Call, options: Options): void {
  const asked = options.getStream();
  const name = nameOf(asked?.getStreamIdentifier());
  if (options.hasSubscription()) return void call.emit('error', notSupported('a subscription to one stream'));
  if (store.isDeleted(name)) return void call.emit('error', streamDeleted(name));
  const events = store.stream(name);
  if (events.length === 0) {
    notFound(call, name);
    return;
  }
  const count = Number(options.getCount());
  const backwards = options.getReadDirection() === pb.ReadReq.Options.ReadDirection.BACKWARDS;
  const atEnd = asked?.hasEnd() ?? false;
  const from = asked?.hasRevision() ? Number(asked.getRevision()) : atEnd ? events.length - 1 : 0;
  const found = backwards ? events.slice(0, from + 1).reverse() : atEnd ? [] : events.slice(from);
  void answer(call, found.slice(0, count));
}

function readAll({ store }: Node, call: Call, options: Options): void {
  const asked = options.getAll();
  const backwards = options.getReadDirection() === pb.ReadReq.Options.ReadDirection.BACKWARDS;
  const position = asked?.hasPosition() ? Number(asked.getPosition()?.getCommitPosition()) : undefined;
  if (position !== undefined && !store.isPosition(position) && !(position > store.end && !backwards))
    return void call.emit('error', inside());
  const from = position ?? (asked?.hasEnd() ? Infinity : 0);
  const split = store.after(from - 1);
  const events = backwards ? store.all.slice(0, split).reverse() : store.all.slice(split);
  void answer(call, events.filter(filterOf(options)).slice(0, Number(options.getCount())));
}

function subscribe({ store }: Node, call: Call, options: Options): void {
  const asked = options.getAll();
  const position = asked?.getPosition();
  const from = Number(position?.getCommitPosition() ?? 0);
  if (position && !store.isPosition(from)) return void call.emit('error', invalidPosition());
  // A place is two numbers: with 0 as the second one it is right before the event, as in checkpoints.
  const before = position !== undefined && Number(position.getPreparePosition()) < from;
  let next = asked?.hasEnd() ? store.all.length : store.after(before ? from - 1 : from);
  const matches = filterOf(options);
  const filter = options.getFilter();
  const searched = filter?.hasMax() ? filter.getMax() : checkpointWindow;
  const window = searched * Math.max(1, filter?.getCheckpointintervalmultiplier() ?? 1);
  let looked = 0;
  let caughtUp = false;
  let writing = false;

  async function follow(): Promise<void> {
    if (writing) return;
    writing = true;
    for (let event = store.all[next]; event !== undefined && isOpen(call); event = store.all[next]) {
      next += 1;
      if (matches(event))
        await write(
          call,
          respond((resp) => resp.setEvent(readEvent(event))),
        );
      if (++looked % window === 0) await write(call, checkpointAt(store.behind(event.position)));
    }
    writing = false;
    if (caughtUp || !isOpen(call)) return;
    caughtUp = true;
    const last = store.all.at(-1);
    if (last) await write(call, checkpointAt(store.behind(last.position)));
    await write(call, caughtUpNow());
    void follow();
  }

  const confirmation = new pb.ReadResp.SubscriptionConfirmation();
  confirmation.setSubscriptionId(crypto.randomUUID());
  call.write(respond((resp) => resp.setConfirmation(confirmation)));
  const stop = store.watch(() => void follow());
  call.on('cancelled', stop);
  call.on('close', stop);
  void follow();
}

function filterOf(options: Options): Filter {
  const filter = options.getFilter();
  const expression = filter?.getStreamIdentifier() ?? filter?.getEventType();
  if (filter === undefined || expression === undefined) return () => true;
  const subject = filter.hasStreamIdentifier() ? ({ stream }: Kept) => stream : ({ type }: Kept) => type;
  const regex = expression.getRegex() === '' ? undefined : new RegExp(expression.getRegex());
  return (event) =>
    regex?.test(subject(event)) ?? expression.getPrefixList().some((prefix) => subject(event).startsWith(prefix));
}

async function answer(call: Call, events: readonly Kept[]): Promise<void> {
  for (const event of events) {
    if (!isOpen(call)) return;
    await write(
      call,
      respond((resp) => resp.setEvent(readEvent(event))),
    );
  }
  call.end();
}

function notFound(call: Call, name: string): void {
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Buffer.from(name).toString('base64'));
  const missing = new pb.ReadResp.StreamNotFound();
  missing.setStreamIdentifier(identifier);
  call.write(respond((resp) => resp.setStreamNotFound(missing)));
  call.end();
}

const isOpen = (call: Call): boolean => !call.cancelled && !call.destroyed;

/** Waits when the reader is slow, and no longer than it stays. */
async function write(call: Call, resp: ReadResp): Promise<void> {
  if (!isOpen(call) || call.write(resp)) return;
  await new Promise<void>((resolve) => {
    const go = (): void => {
      for (const event of ends) call.off(event, go);
      resolve();
    };
    for (const event of ends) call.on(event, go);
  });
}

/** What ends the wait for a slow reader. */
const ends = ['drain', 'cancelled', 'close'] as const;

function respond(fill: (resp: ReadResp) => void): ReadResp {
  const resp = new pb.ReadResp();
  fill(resp);
  return resp;
}

/** The place right before the next record, as the real server often says it. */
function checkpointAt(next: number): ReadResp {
  const checkpoint = new pb.ReadResp.Checkpoint();
  checkpoint.setCommitPosition(String(next));
  checkpoint.setPreparePosition('0');
  return respond((resp) => resp.setCheckpoint(checkpoint));
}

function caughtUpNow(): ReadResp {
  const caughtUp = new pb.ReadResp.CaughtUp();
  caughtUp.setTimestamp(timestampPb.Timestamp.fromDate(new Date()));
  return respond((resp) => resp.setCaughtUp(caughtUp));
}

function readEvent(kept: Kept): ReadResp.ReadEvent {
  const event = new pb.ReadResp.ReadEvent.RecordedEvent();
  const id = new shared.UUID();
  id.setString(kept.id);
  event.setId(id);
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Buffer.from(kept.stream).toString('base64'));
  event.setStreamIdentifier(identifier);
  event.setStreamRevision(String(kept.revision));
  event.setCommitPosition(String(kept.position));
  event.setPreparePosition(String(kept.position));
  event.setData(kept.data);
  event.setCustomMetadata(kept.metadata);
  const metadata = event.getMetadataMap();
  metadata.set('type', kept.type);
  // In ticks of 100 nanoseconds.
  metadata.set('created', String(BigInt(kept.created) * 10_000n));
  metadata.set('content-type', kept.json ? 'application/json' : 'application/octet-stream');
  const read = new pb.ReadResp.ReadEvent();
  read.setEvent(event);
  read.setCommitPosition(String(kept.position));
  return read;
}

/** The name a message carries as bytes. */
export function nameOf(identifier: { getStreamName_asU8(): Uint8Array } | undefined): string {
  return Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');
}
