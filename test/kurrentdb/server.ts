/**
 * A server of KurrentDB's protocol in memory, for tests of the adapter: faithful where the adapter looks, and no database. It is
 * built on the service definitions that come with the client. Run by `start.ts`, or by hand:
 *
 *     node --import ./test/kurrentdb/from-sources.js test/kurrentdb/server.ts
 *
 * It prints `{"ports":[…]}`, takes its faults from the process that started it, and ends with it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import featuresGrpc from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_grpc_pb.js';
import gossipGrpc from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_grpc_pb.js';
import streamsGrpc from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_grpc_pb.js';
import streamsV2Grpc from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/streams_grpc_pb.js';
import { append, batchAppend, tombstone } from './appends-v1.js';
import { appendSession } from './appends-v2.js';
import { door } from './door.js';
import { none, type Faults, type Node } from './faults.js';
import { members, supportedMethods } from './features.js';
import { read } from './reads.js';
import { Store } from './store.js';

/** What the process that started the server may send; each is answered with its number. */
export type Order =
  | { readonly number: number; readonly do: 'faults'; readonly faults: Partial<Faults> }
  | { readonly number: number; readonly do: 'cut' | 'stop' | 'go-on' }
  | { readonly number: number; readonly do: 'tombstone'; readonly stream: string };

const store = new Store();
const faults: Faults = { ...none };
const ports: number[] = [];
const nodes = Number(process.argv[2] ?? 1);
const folder = process.argv[3];
const credentials = folder === undefined ? ServerCredentials.createInsecure() : tlsFrom(folder);
const doors: Awaited<ReturnType<typeof door>>[] = [];

async function serve(index: number): Promise<void> {
  const server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
  const node: Node = { index, ports, store, faults, cut: () => doors[index]?.cut() };
  const answering = answeringFor(node);
  server.addService(featuresGrpc.ServerFeaturesService, {
    getSupportedMethods: answering(async () => supportedMethods(faults)),
  });
  server.addService(gossipGrpc.GossipService, { read: answering(async () => members(node)) });
  server.addService(streamsGrpc.StreamsService, {
    read: read.bind(null, node) as never,
    append: answering(append),
    batchAppend: batchAppend.bind(null, node) as never,
    tombstone: answering(tombstone),
  });
  server.addService(streamsV2Grpc.StreamsServiceService, { appendSession: answering(appendSession) });
  const inner = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', credentials, (error, port) => {
      if (error) reject(error);
      else resolve(port);
    });
  });
  const entrance = await door(inner);
  doors[index] = entrance;
  ports[index] = entrance.port;
}

/** A handler as the library wants it, of one that returns its answer; the types of the generated code are not those of the library. */
function answeringFor(node: Node) {
  return (handle: (node: Node, call: never) => Promise<object>): never => {
    const handler = (call: never, answer: (error: object | null, response?: object) => void): void =>
      void handle(node, call).then(
        (reply) => ('code' in reply ? answer(reply) : answer(null, reply)),
        // The connection broke while the request came in.
        () => undefined,
      );
    return handler as never;
  };
}

/** TLS with the key and certificate of a folder. */
function tlsFrom(folder: string): ServerCredentials {
  const [key, certificate] = ['server.key', 'server.pem'].map((name) => readFileSync(join(folder, name)));
  if (!key || !certificate) throw new Error(`No key and certificate in ${folder}`);
  return ServerCredentials.createSsl(null, [{ private_key: key, cert_chain: certificate }]);
}

async function obey(order: Order): Promise<void> {
  if (order.do === 'faults') Object.assign(faults, order.faults);
  if (order.do === 'tombstone') store.tombstone(order.stream);
  for (const each of doors) {
    if (order.do === 'cut') each.cut();
    if (order.do === 'stop') await each.close();
    if (order.do === 'go-on') await each.open();
  }
  process.send?.(order.number);
}

for (let index = 0; index < nodes; index += 1) await serve(index);
process.on('message', (order) => void obey(order as Order));
process.on('disconnect', () => process.exit(0));
console.log(JSON.stringify({ ports }));
