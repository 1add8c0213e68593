/** What decides and records, over one log: without HTTP, and without the application that serves it. */
import { Logger } from '@nestjs/common';
import type { EventLog } from '../../libs/event-log/index.js';
import type { Views } from '../../libs/views/index.js';
import { Visibility } from './access/visibility.js';
import type { Setting } from './casework/acting.js';
import { Agenda, type SetAside } from './casework/agenda.js';
import { Casework } from './casework/casework.js';
import { Commands } from './casework/commands.js';
import { Refusals } from './casework/refusals.js';
import { ServiceClock, type Clock } from './clock/clock.js';
import { Documents } from './documents/documents.js';
import { Timekeeper } from './casework/timekeeper.js';
import { Ledger } from './ledger/ledger.js';

export interface Core {
  readonly ledger: Ledger;
  readonly clock: ServiceClock;
  readonly visibility: Visibility;
  readonly agenda: Agenda;
  readonly casework: Casework;
  readonly commands: Commands;
  readonly documents: Documents;
  readonly refusals: Refusals;
  readonly timekeeper: Timekeeper;
}

export async function coreOver(
  log: EventLog,
  views: Views,
  { clock: source, shared }: { readonly clock: Clock; readonly shared: boolean },
): Promise<Core> {
  const ledger = await Ledger.open(log, views, { shared, tell: tellOfFailure });
  const clock = new ServiceClock(source);
  clock.notBefore(ledger.lastAt());
  const visibility = new Visibility(ledger, clock);
  const agenda = new Agenda(ledger, tellOperators);
  const casework = new Casework(ledger, clock, agenda);
  const documents = new Documents(ledger, visibility, clock);
  const extent: Setting['extent'] = (...asked) => visibility.extent(...asked);
  const hiddenFrom: Setting['hiddenFrom'] = (...asked) => documents.hiddenFrom(...asked);
  const refusals = new Refusals();
  const commands = new Commands(casework, { ledger, agenda, refusals, extent, hiddenFrom });
  const timekeeper = new Timekeeper(casework, agenda, clock, (fault) => clockLog.error(fault));
  return { ledger, clock, visibility, agenda, casework, commands, documents, refusals, timekeeper };
}

/** Decides what was handed in, then lets go of views and log. */
export async function closeCore({ casework, ledger }: Pick<Core, 'casework' | 'ledger'>): Promise<void> {
  await casework.close();
  await ledger.close();
}

const tellOfFailure = (name: string, failure: Error): void =>
  new Logger('Log').error(`${name} stopped following the log: ${failure.stack ?? failure.message}`);

const clockLog = new Logger('Clock');

const tellOperators = ({ case: id, event, at, because }: SetAside): void =>
  clockLog.error(`${event} was due on case ${id} at ${at} and cannot be recorded: ${because}. It is set aside.`);
