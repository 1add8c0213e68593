/** The whole history, as auditors ask for it. Every question is recorded as a reading, before it is answered. */
import { Injectable } from '@nestjs/common';
import { timeOf } from '../../../libs/workflow/instant.js';
import { endOfDay } from '../../../libs/workflow/london.js';
import type {
  EventFilter,
  Held,
  RefusedSum,
  StoodFilter,
  TrailEvent,
  TrailMoment,
} from '../../../libs/views/trail/model.js';
import type { Asker } from '../access/asker.js';
import { Readings } from '../access/readings.js';
import { Ledger } from '../ledger/ledger.js';
import { AuditTrail } from '../trail/audit-trail.js';
import { fromOf, untilOf, type MomentSaid } from './moment.js';
import type { AuditEvent, AuditEvents, AuditPerson, CasesThen, RegisterDifference, RegisterThen } from './shapes.js';

/** `from` and `until` are days in London, both whole, or instants. */
export type Search = EventFilter;

/** Which page, and how long. */
export interface Paged {
  readonly before?: number;
  readonly limit: number;
}

/** Matches are counted up to here. */
export const mostCounted = 10_000;
/** Rows asked for at once for a file. */
const rowsAtOnce = 2_000;
/** Of what is shown of a person beside all they did. */
const mostOfPerson = 20;

@Injectable()
export class AuditAnswer {
  constructor(
    private readonly ledger: Ledger,
    private readonly trail: AuditTrail,
    private readonly readings: Readings,
  ) {}

  async events(search: Search, { before, limit }: Paged, asking: Asker): Promise<AuditEvents> {
    await this.#note(asking, 'events', search);
    return this.#page(filterOf(search), { limit, ...(before !== undefined && { before }) });
  }

  /** How many those are; undefined where they are many. Beside `events`, which the reading of them notes. */
  count(search: Search): Promise<number | undefined> {
    return this.trail.ask('count', filterOf(search), mostCounted);
  }

  /** All of them, the newest first, some at a time. */
  async *all(search: Search, asking: Asker): AsyncGenerator<readonly AuditEvent[], void> {
    await this.#note(asking, 'events', search);
    let page = await this.#page(filterOf(search), { limit: rowsAtOnce });
    for (;;) {
      yield page.events;
      if (page.next === undefined) return;
      page = await this.#page(filterOf(search), { limit: rowsAtOnce, before: page.next });
    }
  }

  async refusals(search: Search, asking: Asker): Promise<readonly RefusedSum[]> {
    await this.#note(asking, 'refusals', search);
    return this.trail.ask('refusals', filterOf(search));
  }

  /** Readings, of this very one too. */
  async readingsOf(search: Search, { before, limit }: Paged, asking: Asker): Promise<AuditEvents> {
    await this.#note(asking, 'readings', search);
    return this.#page({ ...filterOf(search), stream: 'readings' }, { limit, ...(before !== undefined && { before }) });
  }

  /** What somebody did, and with which interests; undefined for nobody that anything is known of. */
  async person(id: string, asking: Asker): Promise<AuditPerson | undefined> {
    await this.#note(asking, 'person', { person: id });
    const [found, refused] = await Promise.all([
      this.trail.ask('person', id),
      this.#page({ person: id, type: 'AttemptRefused' }, { limit: mostOfPerson }),
    ]);
    const interests = this.ledger.register.interestsOf(id);
    const declared = await Promise.all(
      ['InterestDeclared', 'ConflictDeclared'].map((type) => this.#page({ type, detail: id }, { limit: mostOfPerson })),
    );
    const name = this.ledger.register.nameOf(id);
    if (found === undefined && interests.length === 0 && name === undefined) return undefined;
    const { names = name === undefined ? [] : [name], acts = [] } = found ?? {};
    return {
      id,
      names,
      acts,
      interests: interests.map(({ id: interest, kind, organisation, aroseOn, declaredOn, expiredOn, text }) => ({
        id: interest,
        kind,
        organisation,
        aroseOn,
        declaredOn,
        text,
        ...(expiredOn !== undefined && { expiredOn }),
      })),
      declared: declared.flatMap(({ events }) => events).toSorted((a, b) => b.position - a.position),
      refused: refused.events,
    };
  }

  /** Those who acted under a name like this: what one types to find them. Not a reading of anything they did. */
  peopleNamed(text: string, limit: number): Promise<readonly { readonly id: string; readonly name: string }[]> {
    return this.trail.ask('peopleNamed', text, limit);
  }

  /** What there is to choose from. */
  words(
    kind: 'type' | 'rule' | 'workflow' | 'role',
  ): Promise<readonly { readonly word: string; readonly said: number }[]> {
    return this.trail.ask('words', kind, 500);
  }

  regions(): readonly { readonly code: string; readonly name: string }[] {
    return this.ledger.register.regions();
  }

  /** In which region a CCG lies. */
  regionOf(ccg: string): string | undefined {
    return this.ledger.register.ccg(ccg)?.region;
  }

  async asOf(said: MomentSaid | undefined, asking: Asker): Promise<RegisterThen> {
    await this.#note(asking, 'as-of', said && { at: said.said });
    const moment = await this.#moment(said);
    const { position } = moment;
    const by = byInstant(said, moment);
    const [tallies, late, held] = await Promise.all([
      this.trail.ask('tallies', position),
      by === undefined ? [] : this.trail.ask('late', position, by),
      this.trail.ask('held', position),
    ]);
    return { moment, tallies, late, held: this.#heldAt(held, by) };
  }

  async casesThen(
    said: MomentSaid | undefined,
    filter: StoodFilter,
    { after, limit }: { readonly after?: number; readonly limit: number },
    asking: Asker,
  ): Promise<CasesThen> {
    await this.#note(asking, 'as-of', { ...(said && { at: said.said }), ...filter });
    const moment = await this.#moment(said);
    const page = await this.trail.ask('stood', {
      ...filter,
      position: moment.position,
      limit,
      ...(after !== undefined && { after }),
    });
    return { moment, ...page };
  }

  /** The earlier moment is taken for the earlier one, in whichever order they are said. */
  async difference(
    [one, other]: readonly [MomentSaid, MomentSaid],
    {
      change,
      after,
      limit,
    }: { readonly change?: 'began' | 'moved' | 'ended'; readonly after?: number; readonly limit: number },
    asking: Asker,
  ): Promise<RegisterDifference & { readonly tallies: readonly [RegisterThen['tallies'], RegisterThen['tallies']] }> {
    await this.#note(asking, 'difference', { from: one.said, to: other.said });
    const moments = await Promise.all([this.#moment(one), this.#moment(other)]);
    const [from, to] = moments.toSorted((a, b) => a.position - b.position) as [TrailMoment, TrailMoment]; // of two
    const span = { from: from.position, to: to.position };
    const wanted = { ...span, limit, ...(change !== undefined && { change }), ...(after !== undefined && { after }) };
    const [counts, page, levels, then, now] = await Promise.all([
      this.trail.ask('differenceCounts', span),
      this.trail.ask('difference', wanted),
      this.trail.ask('heldDifference', span),
      this.trail.ask('tallies', from.position),
      this.trail.ask('tallies', to.position),
    ]);
    return { from, to, ...counts, ...page, levels, tallies: [then, now] };
  }

  #note(asking: Asker, what: string, asked: object | undefined): Promise<void> {
    return this.readings.note(asking, 'TrailRead', { what, asked: { ...asked } });
  }

  #moment(said: MomentSaid | undefined): Promise<TrailMoment> {
    if (said === undefined) return this.trail.ask('momentAt', this.ledger.position);
    return said.kind === 'position'
      ? this.trail.ask('momentAt', said.position)
      : this.trail.ask('momentOf', said.instant);
  }

  async #page(filter: EventFilter, { before, limit }: Paged): Promise<AuditEvents> {
    const found = await this.trail.ask('events', {
      ...filter,
      limit: limit + 1,
      ...(before !== undefined && { before }),
    });
    const events = found.slice(0, limit).map(eventOf);
    const next = found.length > limit ? events.at(-1)?.position : undefined;
    return { events, ...(next !== undefined && { next }) };
  }

  /** None goes on beyond the CCG’s last day, whatever ended it, and whenever the register learnt of that day. */
  #heldAt(held: readonly Held[], by: string | undefined): RegisterThen['held'] {
    const isOpen = (code: string): boolean => {
      const closed = this.ledger.register.ccg(code)?.closed;
      return closed === undefined || by === undefined || timeOf(endOfDay(closed)) > timeOf(by);
    };
    return held
      .filter(({ ccg }) => isOpen(ccg))
      .map(({ ccg, level, case: id, from }) => ({ ccg, level, case: id, from }));
  }
}

/** By which instant something is late, or ended, at a moment. */
const byInstant = (said: MomentSaid | undefined, { at }: TrailMoment): string | undefined =>
  said === undefined || said.kind === 'position' ? at : said.instant;

const filterOf = ({ from, until, ...rest }: Search): EventFilter => ({
  ...rest,
  ...(from !== undefined && { from: fromOf(from) }),
  ...(until !== undefined && { until: untilOf(until) }),
});

const eventOf = ({ event, person, name, role, organisation, ...rest }: TrailEvent): AuditEvent => ({
  ...rest,
  id: event,
  actor: { id: person, name, role, organisation },
});
