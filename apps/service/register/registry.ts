import { Injectable } from '@nestjs/common';
import { LogUnavailable, type Actor, type NewEvent, type RecordedEvent } from '../../../libs/event-log/index.js';
import { registerStream, type RegisterFact } from '../../../libs/register/facts.js';
import { londonDay } from '../../../libs/workflow/london.js';
import { clockActor } from '../cases/steps.js';
import { Moved, Together } from '../cases/together.js';
import { ServiceClock } from '../clock/clock.js';
import { Ledger, registeredFrom } from '../ledger.js';
import { closingOf, fallingOf, fallOn } from './falling.js';

/** Who records it, under which key; the same key and request record nothing more. */
export interface Recording {
  readonly actor: Actor;
  /** UUID. */
  readonly key: string;
  /** SHA-256 of the request. */
  readonly command: string;
}

export type Recorded =
  | { readonly outcome: 'recorded'; readonly events: readonly RecordedEvent[]; readonly cases: readonly string[] }
  /** What in the facts contradicts the register, in words. */
  | { readonly outcome: 'refused'; readonly meaning: string }
  | { readonly outcome: 'key-reused' };

/** How often facts are tried anew when others were faster; each time at least one of them was recorded. */
const mostTries = 20;
/** Open cases of one CCG at most: one for each level and round, and its membership requests. */
const mostCases = 1_000;

/**
 * Records facts of the register. What falls on open cases (special measures, a closed CCG, a declared interest) is recorded on them in the
 * same append, so that no case ever stands on a register that has moved on.
 */
@Injectable()
export class Registry {
  /** The day and the register's revision that were looked at for closures last. */
  #looked = '';

  constructor(
    private readonly ledger: Ledger,
    private readonly clock: ServiceClock,
  ) {}

  /** @throws LogUnavailable */
  async record(said: readonly [RegisterFact, ...RegisterFact[]], by: Recording): Promise<Recorded> {
    // As the log will hold them: plain data, whatever class checked it.
    const facts = JSON.parse(JSON.stringify(said)) as [RegisterFact, ...RegisterFact[]];
    for (let tries = 0; tries < mostTries; tries += 1) {
      const before = await this.recordedBefore(by);
      if (before) return before;
      const meaning = await this.ledger.contradictionIn(facts);
      if (meaning !== undefined && (await this.ledger.catchUp())) continue;
      // The same, on another instance, may have come between.
      if (meaning !== undefined) return (await this.recordedBefore(by)) ?? { outcome: 'refused', meaning };
      const first = this.firstOf(facts[0], by);
      const together = new Together(this.ledger);
      together.plain(this.ledger.toRegister([first, ...registeredFrom(first, facts.slice(1))]));
      const cases = await this.fall(together, facts, first);
      const appended = cases && (await together.send());
      if (cases === undefined || appended === undefined) {
        await this.ledger.catchUp();
        continue;
      }
      await this.ledger.reached(appended.events.at(-1)?.position ?? 0);
      await this.fallOnLatecomers(facts, first, cases);
      return { outcome: 'recorded', events: appended.events.filter(({ stream }) => stream === registerStream), cases };
    }
    throw new LogUnavailable(`The register moved on ${mostTries} times while facts for it were recorded`);
  }

  /** Ends the open cases of CCGs whose last day has come since the register was told of it. */
  async closeDue(): Promise<void> {
    const at = this.clock.now().toISOString();
    const today = londonDay(at);
    const looked = `${today} ${this.ledger.registered}`;
    if (this.#looked === looked) return;
    const closed = this.ledger.register.ccgs().filter((ccg) => ccg.closed !== undefined && ccg.closed < today);
    for (const { code, closed: on = today, successor, closedBy: kind } of closed) {
      const closing = closingOf({ code, on, ...(successor && { successor }), ...(kind && { kind }) });
      for (const id of this.openCases(code)) await fallOn(this.ledger, id, closing, { at, actor: clockActor });
    }
    this.#looked = looked;
  }

  private firstOf({ type, data }: RegisterFact, { actor, key, command }: Recording): NewEvent {
    return { id: key, type, data, at: this.clock.now().toISOString(), actor, command };
  }

  /** Puts what falls on cases in. The ids of those cases; undefined when one of them moved meanwhile. */
  private async fall(
    together: Together,
    facts: readonly RegisterFact[],
    cause: NewEvent,
  ): Promise<readonly string[] | undefined> {
    const fallenOn: string[] = [];
    try {
      for (const { ccg, type, data } of facts.flatMap((fact) => fallingOf(this.ledger.register, fact, cause))) {
        for (const id of this.openCases(ccg)) {
          const refusal = await together.fall(id, { type, data, at: cause.at, actor: cause.actor }, cause);
          // A case that knows already, or has nothing to do with it, is left as it is.
          if (refusal === undefined) fallenOn.push(id);
        }
      }
    } catch (thrown) {
      if (thrown instanceof Moved) return undefined;
      throw thrown;
    }
    return fallenOn;
  }

  /** A case that was being begun while the facts were recorded does not know of them yet. */
  private async fallOnLatecomers(
    facts: readonly RegisterFact[],
    cause: NewEvent,
    known: readonly string[],
  ): Promise<void> {
    for (const falling of facts.flatMap((fact) => fallingOf(this.ledger.register, fact, cause)))
      for (const id of this.openCases(falling.ccg))
        if (!known.includes(id)) await fallOn(this.ledger, id, falling, cause);
  }

  private openCases(ccg: string): readonly string[] {
    const { cases } = this.ledger.views.cases({ ccg, limit: mostCases });
    return cases.filter(({ outcome }) => outcome === undefined).map(({ id }) => id);
  }

  private async recordedBefore({ key, command }: Recording): Promise<Recorded | undefined> {
    const event = await this.ledger.log.find(key);
    if (event === undefined) return undefined;
    if (event.command !== command || event.stream !== registerStream) return { outcome: 'key-reused' };
    const events = await this.ledger.log.readStream(registerStream, { from: event.revision });
    await this.ledger.reached(event.position);
    return { outcome: 'recorded', events: events.filter(({ id, cause }) => id === key || cause === key), cases: [] };
  }
}
