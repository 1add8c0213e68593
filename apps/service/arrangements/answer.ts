import { Injectable } from '@nestjs/common';
import type { RecordedEvent } from '../../../libs/event-log/index.js';
import {
  anything,
  day,
  instant,
  listOf,
  mapOf,
  named,
  orNull,
  shape,
  shapeOf,
  text,
  type Said,
} from '../../../libs/forms/shape.js';
import type { SpecialMeasures } from '../../../libs/register/model.js';
import { endedAt } from '../../../libs/views/ended.js';
import { isBefore } from '../../../libs/workflow/instant.js';
import { endOfDay, londonDay, type Day } from '../../../libs/workflow/london.js';
import { arrangementStream } from '../../../libs/workflow/streams.js';
import type { Asker } from '../access/asker.js';
import { Readings } from '../access/readings.js';
import { Visibility } from '../access/visibility.js';
import { ServiceClock } from '../clock/clock.js';
import { Ledger } from '../ledger/ledger.js';
import { heldOf, levelsAsOf } from './levels.js';

const levelShape = shape({ level: text, case: text, from: instant, until: instant }, 'until');

interface Started {
  readonly case: string;
  readonly workflow: string;
  readonly level: string;
  readonly round: string;
  readonly since: string;
}

export const arrangementShape = named(
  'Arrangement',
  shape(
    {
      ccg: text,
      name: text,
      region: text,
      // The last day of a CCG that closes, and the CCG that takes over.
      closed: day,
      successor: text,
      on: day,
      level: orNull(text),
      since: instant,
      case: text,
      history: listOf(levelShape),
      // What a CCG has applied for concerns itself and those who decide; what it holds is public.
      specialMeasures: shapeOf<SpecialMeasures | null>({ type: ['object', 'null'] }),
      live: listOf<Started>(anything),
      links: mapOf(text),
    },
    'closed',
    'successor',
    'since',
    'case',
    'specialMeasures',
    'live',
  ),
);
export type Arrangement = Said<typeof arrangementShape>;

/** What a CCG holds, has held, and has applied for, as of the end of any day. */
@Injectable()
export class ArrangementsAnswer {
  constructor(
    private readonly ledger: Ledger,
    private readonly readings: Readings,
    private readonly clock: ServiceClock,
    private readonly visibility: Visibility,
  ) {}

  /** Of one CCG; undefined when there is none. */
  async of(code: string, asking: Asker, on: Day = londonDay(this.clock.now())): Promise<Arrangement | undefined> {
    const { register, log, views } = this.ledger;
    const ccg = register.ccg(code);
    if (ccg === undefined) return undefined;
    await this.readings.note(asking, 'ArrangementRead', { ccg: code });
    const end = endOfDay(on);
    const events = (await log.readStream(arrangementStream(code))).filter((event) => isBefore(endedAt(event), end));
    const history = levelsAsOf(on, ccg, views.heldBy(code));
    const held = heldOf(history);
    return {
      ccg: code,
      name: ccg.name,
      region: ccg.region,
      ...(ccg.closed && { closed: ccg.closed, ...(ccg.successor && { successor: ccg.successor }) }),
      on,
      level: held?.level ?? null,
      ...(held && { since: held.from, case: held.case }),
      history,
      ...(this.visibility.isWhole(asking, { ccg: code, region: ccg.region }) && {
        specialMeasures: register.specialMeasures(code, on) ?? null,
        live: applicationsIn(events),
      }),
      links: { cases: `/api/cases?ccg=${code}`, ccg: `/api/register/ccgs?code=${code}` },
    };
  }
}

/** The applications that have not ended, oldest first. */
function applicationsIn(events: readonly RecordedEvent[]): readonly Started[] {
  const live = new Map<string, Started>();
  for (const { type, data, at } of events) {
    if (type === 'CaseEnded') live.delete(String(data['case']));
    // What is recorded there was checked by the workflow of arrangements.
    else if (type === 'CaseStarted') live.set(String(data['case']), { ...(data as unknown as Started), since: at });
  }
  return [...live.values()];
}
