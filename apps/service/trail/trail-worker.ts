/** The thread that makes the trail: reads the log by itself, so that nothing of it is on the way of a command. */
import 'reflect-metadata';
import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { EventLog } from '../../../libs/event-log/index.js';
import { sqliteLog } from '../../../libs/event-log/sqlite.js';
import { workflowOf } from '../../../workflows/index.js';
import { Desk, type Answered, type Asked } from './desk.js';

/** Where the log is that the thread reads: the file of an embedded one, or the server of a shared one. */
export type LogPlace = { readonly file: string } | { readonly kurrentdb: string };

export interface WorkerOptions {
  readonly file: string;
  readonly log: LogPlace;
}

export type ToWorker =
  { readonly is: 'news' } | { readonly is: 'close' } | ({ readonly is: 'ask'; readonly number: number } & Asked);

export type FromWorker =
  | { readonly is: 'at'; readonly position: number }
  | { readonly is: 'stuck'; readonly message: string }
  | ({ readonly number: number } & Answered);

async function opened(log: LogPlace): Promise<EventLog> {
  if ('file' in log) return sqliteLog({ file: log.file, readOnly: true });
  // Loaded by those alone who need it: its client is large, and partly native.
  const { openKurrentLog } = await import('../../../libs/event-log/kurrentdb.js');
  return openKurrentLog({ url: log.kurrentdb });
}

/** Whatever the service has to do comes first; of one thread alone that can be said on Linux. */
function giveWay(): void {
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    setPriority(thread, 10);
  } catch {
    // Elsewhere it goes on beside the others.
  }
}

if (parentPort) await run(parentPort, workerData as WorkerOptions); // whoever starts it hands it that

async function run(port: NonNullable<typeof parentPort>, { file, log: place }: WorkerOptions): Promise<void> {
  giveWay();
  const log = await opened(place);
  const say = (message: FromWorker): void => port.postMessage(message);
  const desk = new Desk({ file, workflowOf }, log, (position) => say({ is: 'at', position }));
  const follow = (): void =>
    void desk.catchUp().catch((fault: unknown) => say({ is: 'stuck', message: String(fault) }));

  port.on('message', (message: ToWorker) => {
    if (message.is === 'news') follow();
    else if (message.is === 'close')
      void desk
        .close()
        .then(() => log.close())
        .finally(() => port.close());
    else void desk.answer(message).then((answered) => say({ number: message.number, ...answered }));
  });
  follow();
}
