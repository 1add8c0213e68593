import { ImpossibleAppend, type RecordedEvent } from '../../../libs/event-log/index.js';
import { registerStream, type RegisterFact } from '../../../libs/register/facts.js';
import { documentsIn } from '../../../libs/views/documents.js';
import type { RecordedFact, Refusal } from '../../../libs/workflow/index.js';
import { replay } from '../../../libs/workflow/replay.js';
import { caseOf } from '../../../libs/workflow/streams.js';
import type { Asker } from '../access/asker.js';
import { decideAct, type Acted, type Attempt, type Setting } from './acting.js';
import { beginningsOf, decideBegin, type Begin } from './beginning.js';
import type { Casework } from './casework.js';
import { KeptAnswers } from './kept-answers.js';
import { commandId } from '../ledger/ids.js';
import {
  decideFacts,
  fallLater,
  rehearseFacts,
  type Recording,
  type Registered,
  type Rehearsed,
} from './registering.js';
import { pinnedWorkflow } from '../ledger/stream-cache.js';

type Facts = readonly [RegisterFact, ...RegisterFact[]];

/** As the log will hold them: plain data, whatever class checked it. */
const asLogged = (said: Facts): Facts => JSON.parse(JSON.stringify(said)) as [RegisterFact, ...RegisterFact[]];

/** How often a command is decided before it is found out what became of its key; it was recorded meanwhile, or never. */
const mostTries = 5;

/** What people ask for: each a short caller of the one loop, with what a repeated key is answered. */
export class Commands {
  /** What facts of the register were refused with: that stands in no event. */
  readonly #refused = new KeptAnswers<string>();

  constructor(
    private readonly casework: Casework,
    private readonly setting: Setting,
  ) {}

  /** Records a fact on a case, or says why not. @throws LogUnavailable */
  async act(caseId: string, attempt: Attempt, asking: Asker, ifMatch: number | undefined): Promise<Acted> {
    let isNew = false;
    const hidden = await this.#hiddenFrom(asking, attempt.data);
    return this.#untilKnown(async () => {
      const acted = await this.casework.do((unit) =>
        decideAct(unit, { caseId, attempt, asking: this.#entitled(asking), ifMatch, isNew, hidden }, this.setting),
      );
      if (acted.outcome !== 'known') return acted;
      isNew = true;
      return this.#answeredBefore(acted.ids, attempt, asking);
    });
  }

  /**
   * Records the first fact of a new case, and that the CCG has an application under way, in one append; for a group, the first facts of
   * the cases of all its CCGs. @throws LogUnavailable
   */
  async begin(begin: Begin): Promise<Acted> {
    const beginnings = beginningsOf(begin);
    const { ledger } = this.setting;
    return this.#untilKnown(async () => {
      const before = await this.#answeredBefore([beginnings.id], begin.attempt, begin.asking);
      if (before) return before;
      const hidden = await this.#hiddenFrom(begin.asking, begin.attempt.data);
      const since = { revision: ledger.registered };
      const acted = await this.casework.do((unit) => {
        since.revision = ledger.registered;
        const asking = this.#entitled(begin.asking);
        return decideBegin(unit, { ...begin, asking, hidden }, beginnings, this.setting);
      });
      if (acted.outcome === 'recorded' && ledger.registered > since.revision) {
        const facts = await ledger.log.readStream(registerStream, { from: since.revision + 1 });
        const begun = new Set(beginnings.cases.map(({ id }) => id));
        await fallLater(this.casework, ledger, facts, (id) => begun.has(id));
      }
      return acted;
    });
  }

  /** On which cases facts of the register would fall now, or why they are refused; nothing is recorded. @throws LogUnavailable */
  async rehearse(said: Facts, by: Recording): Promise<Rehearsed> {
    const { ledger } = this.setting;
    return this.casework.do((unit) => rehearseFacts(unit, asLogged(said), by, ledger));
  }

  /** Facts of the register. @throws LogUnavailable */
  async register(said: Facts, by: Recording): Promise<Registered> {
    const facts = asLogged(said);
    const { ledger } = this.setting;
    let isNew = false;
    return this.#untilKnown(async () => {
      const registered = await this.casework.do((unit) =>
        decideFacts(unit, facts, by, { ledger, refused: this.#refused }, isNew),
      );
      isNew = true;
      if (registered === undefined) return this.registeredBefore(by);
      if (registered.outcome === 'recorded' && ledger.isShared) {
        const known = new Set(registered.cases);
        await fallLater(this.casework, ledger, registered.events, (id) => !known.has(id));
      }
      return registered;
    });
  }

  /** What a key came to before; undefined when it is new. */
  async registeredBefore({ actor, key, command }: Recording): Promise<Registered | undefined> {
    const { ledger } = this.setting;
    const id = commandId(registerStream, actor.id, key);
    const event = await ledger.log.find(id);
    if (event === undefined) return undefined;
    if (event.command !== command || event.stream !== registerStream) return { outcome: 'key-reused' };
    const events = await ledger.log.readStream(registerStream, { from: event.revision });
    await ledger.reached(event.position);
    return { outcome: 'recorded', events: events.filter((each) => each.id === id || each.cause === id), cases: [] };
  }

  /** An answer that is undefined has yet to be found; a key that another instance took meanwhile shows in the log. */
  async #untilKnown<T>(answer: () => Promise<T | undefined>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        const found = await answer();
        if (found !== undefined) return found;
      } catch (thrown) {
        if (!(thrown instanceof ImpossibleAppend) || tries >= mostTries) throw thrown;
      }
      if (tries >= mostTries) throw new Error('A command was found to be known, and then not');
    }
  }

  /** Found out before the decision, which does not wait; what a person may read does not change by what they are deciding. */
  async #hiddenFrom(asking: Asker, data: unknown): Promise<readonly string[]> {
    const named = documentsIn(data);
    return named.length === 0 ? [] : this.setting.hiddenFrom(asking, named);
  }

  /** The roles that the person still holds when it is decided. */
  #entitled(asking: Asker): Asker {
    const { register } = this.setting.ledger;
    // Of this person: at another issuer somebody else can have the same name.
    const held = register.grantsOf(asking.issuer, asking.id);
    const grants = asking.grants.filter(({ role, organisation }) =>
      held.some((grant) => grant.role === role && grant.organisation === organisation),
    );
    return grants.length === asking.grants.length ? asking : { ...asking, grants };
  }

  /** The answer this key had the first time; undefined when it is new. What is found is held against what was asked. */
  async #answeredBefore(ids: readonly string[], { type, command }: Attempt, asking: Asker): Promise<Acted | undefined> {
    const { ledger } = this.setting;
    for (const id of ids) {
      const event = await ledger.log.find(id);
      if (event === undefined) continue;
      // Recorded on another instance, maybe: whoever is answered is shown it from then on.
      await ledger.reached(event.position);
      if (event.command !== command || event.actor.id !== asking.id) return { outcome: 'key-reused' };
      if (event.type === 'AttemptRefused') return { outcome: 'refused', refusal: event.data['refusal'] as Refusal };
      return event.type === type ? this.#answerOf(event) : { outcome: 'key-reused' };
    }
    return undefined;
  }

  /** The answer to a recorded event, with the case as it stood right after it. */
  async #answerOf(event: RecordedEvent): Promise<Acted> {
    // One more than up to the event: what the clock recorded together with it belongs to the answer.
    const read = await this.setting.ledger.log.readStream(event.stream, { limit: event.revision + 2 });
    const events = read.filter(({ revision, cause }) => revision <= event.revision || cause === event.id);
    const caseId = caseOf(event.stream);
    if (caseId === undefined) throw new Error(`expected ${event.id} on a case, found it in ${event.stream}`);
    const workflow = pinnedWorkflow(events[0] ?? event);
    const standing = replay(workflow, events as readonly RecordedFact[]);
    return { outcome: 'recorded', event, caseId, workflow, standing, repeated: true };
  }
}
