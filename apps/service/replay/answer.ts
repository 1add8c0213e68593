import { Injectable } from '@nestjs/common';
import type { RecordedEvent } from '../../../libs/event-log/index.js';
import type { Workflow } from '../../../libs/workflow/index.js';
import { opening, type Opener } from '../../../libs/workflow/not-now.js';
import type { WayId } from '../../../libs/workflow/taken.js';
import type { Asker } from '../access/asker.js';
import { Readings } from '../access/readings.js';
import type { Sight } from '../access/seen.js';
import { Visibility } from '../access/visibility.js';
import { CasesAnswer } from '../cases/answer.js';
import { caseJson } from '../cases/case-json.js';
import type { CaseJson } from '../cases/shapes.js';
import { trackSeen, Tracks, type Track, type TrackSeen } from '../cases/tracks.js';
import { Ledger } from '../ledger/ledger.js';
import { allSteps, PartSteps, type Steps } from './steps.js';

/** A case as it stood after one of its events, as far as somebody sees it. */
export interface Stood {
  readonly workflow: Workflow;
  /** How much of the case the person sees. */
  readonly extent: Sight['extent'];
  readonly event: RecordedEvent;
  /** Absent before the first event. */
  readonly before?: CaseJson;
  readonly after: CaseJson;
  readonly track: TrackSeen;
  /** The ways that were taken with this event. */
  readonly last: ReadonlySet<WayId>;
  /** What opened the stages that were to come then; none is told of a part. */
  readonly opening: readonly { readonly stage: string; readonly after: readonly Opener[] }[];
  readonly place: Place;
}

/** Where an event stands among those that somebody sees; the others are revisions. */
export interface Place {
  /** From 1. */
  readonly number: number;
  readonly of: number;
  readonly first: number;
  readonly last: number;
  readonly previous?: number;
  readonly next?: number;
}

/** Cases as they stood, event by event. Undefined stands for what is not there, and for what the person may not know of. */
@Injectable()
export class ReplayAnswer {
  readonly #parts: PartSteps;

  constructor(
    private readonly ledger: Ledger,
    private readonly visibility: Visibility,
    private readonly readings: Readings,
    private readonly cases: CasesAnswer,
    private readonly tracks: Tracks,
  ) {
    this.#parts = new PartSteps(ledger.log);
  }

  /** After an event that the person sees. Whoever steps through a case reads all of it: that is one reading of the day. */
  async at(id: string, revision: number, asking: Asker): Promise<Stood | undefined> {
    const sight = this.visibility.sight(id, asking);
    const steps = sight && (await this.steps(id, sight));
    const number = steps?.placeOf(revision);
    if (sight === undefined || steps === undefined || number === undefined) return undefined;
    await this.readings.note(asking, 'CaseRead', { case: id, what: 'replay' });
    const [before, after, page] = [
      await this.tracks.at(id, revision - 1),
      await this.tracks.at(id, revision),
      await this.cases.since(id, revision - 1, 1, asking),
    ];
    const event = page?.events.find((each) => each.revision === revision);
    if (after === undefined || event === undefined) return undefined;
    return this.stood(id, { before, after, event }, sight, placeIn(steps, number));
  }

  /** Revision of the last event that the person sees; undefined where they see none. */
  async last(id: string, asking: Asker): Promise<number | undefined> {
    const steps = await this.stepsFor(id, asking);
    return steps?.at(steps.count);
  }

  /** Revision of the event at a place among those that the person sees, from 1; of the last where there are fewer. */
  async nth(id: string, place: number, asking: Asker): Promise<number | undefined> {
    const steps = await this.stepsFor(id, asking);
    return steps?.at(Math.min(Math.max(place, 1), steps.count));
  }

  /** Revision of the last event that the person sees by an instant; `'none'` where there was none by then. */
  async by(id: string, instant: string, asking: Asker): Promise<number | 'none' | undefined> {
    const sight = this.visibility.sight(id, asking);
    if (sight === undefined) return undefined;
    const steps = await this.steps(id, sight);
    const revision = await this.tracks.revisionAt(id, { asOf: instant }, sight.revision);
    return (revision === undefined ? undefined : steps.at(steps.upTo(revision))) ?? 'none';
  }

  private async stepsFor(id: string, asking: Asker): Promise<Steps | undefined> {
    const sight = this.visibility.sight(id, asking);
    return sight === undefined ? undefined : this.steps(id, sight);
  }

  private async steps(id: string, { extent, workflow, revision }: Sight): Promise<Steps> {
    return extent === 'part' && workflow.part ? this.#parts.of(id, workflow.part, revision) : allSteps(revision);
  }

  private stood(
    id: string,
    {
      before,
      after,
      event,
    }: { readonly before: Track | undefined; readonly after: Track; readonly event: RecordedEvent },
    { asking, extent, workflow }: Sight,
    place: Place,
  ): Stood {
    const shown = ({ standing }: Track): CaseJson =>
      caseJson(id, workflow, standing, { asking, extent, at: undefined });
    const track = trackSeen(after, extent);
    const ways = [...track.taken].flatMap(([way, { revision }]) => (revision === event.revision ? [way] : []));
    return {
      workflow,
      extent,
      event,
      ...(before && { before: shown(before) }),
      after: shown(after),
      track,
      last: new Set(ways),
      opening: extent === 'all' ? opening(workflow, after.standing) : [],
      place,
    };
  }
}

function placeIn(steps: Steps, number: number): Place {
  const [previous, next] = [steps.at(number - 1), steps.at(number + 1)];
  return {
    number,
    of: steps.count,
    first: steps.at(1) ?? 0,
    last: steps.at(steps.count) ?? 0,
    ...(previous !== undefined && { previous }),
    ...(next !== undefined && { next }),
  };
}
