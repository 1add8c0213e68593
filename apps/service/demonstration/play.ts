/** How the demonstration acts: every step by the commands that people use, at a moment of its own. */
import { createHash } from 'node:crypto';
import type { RegisterFact } from '../../../libs/register/facts.js';
import type { Register } from '../../../libs/register/index.js';
import { londonDay } from '../../../libs/workflow/london.js';
import { caseStream } from '../../../libs/workflow/streams.js';
import type { Asker } from '../access/asker.js';
import { Act, ActHandler, Begin, BeginHandler } from '../cases/act.js';
import type { Acted } from '../casework/acting.js';
import type { SimulatedClock } from '../clock/clock.js';
import { idOf } from '../casework/ids.js';
import type { Core } from '../core.js';
import { holdMeeting, proposed, type Minuting, type Proposal } from '../../../demonstration/forms.js';

type Form = Readonly<Record<string, unknown>>;
type Recorded = Acted & { readonly outcome: 'recorded' };

/** What a demonstration is played on. */
export type Playable = Pick<Core, 'ledger' | 'clock' | 'commands' | 'timekeeper'>;

/** A service on whose clock the demonstration plays. */
export interface Setting {
  readonly service: Playable;
  readonly clock: SimulatedClock;
  /** Whom the register knows its people by. */
  readonly issuer: string;
}

/** What happens to one case, or around it, step by step; each step waits for the moment that was yielded before it. */
export type Story = AsyncGenerator<Date, void>;

/** Begins a case. `ccg` and `round` are empty where the workflow is about none. */
interface Beginning {
  readonly workflow: string;
  readonly ccg?: string;
  readonly round?: string;
  readonly data: Form;
}

/** People's steps in one story. The same story gives the same ids, whatever the day and whatever else is played. */
export class Play {
  #count = 0;

  constructor(
    private readonly setting: Setting,
    private readonly story: string,
  ) {}

  get register(): Register {
    return this.setting.service.ledger.register;
  }

  /** Cases that wait in a queue for this person. */
  waitingFor(persona: string, queue: string): readonly { readonly case: string; readonly ccgName: string }[] {
    return this.setting.service.ledger.views.waiting({ queue, grants: this.person(persona).grants });
  }

  nameOf(persona: string): string {
    return this.person(persona).name;
  }

  begin(persona: string, { workflow, ccg = '', round = '', data }: Beginning): Promise<Recorded> {
    return this.recorded(new Begin(workflow, ccg, round, data, this.key(), this.person(persona)));
  }

  async act(id: string, persona: string, type: string, data: Form): Promise<void> {
    const held = await this.setting.service.ledger.streams.of(caseStream(id));
    const attempt = { type, data, ...this.key() };
    await this.recorded(new Act(id, attempt, held?.standing.revision, this.person(persona)));
  }

  /** The register learns something from this person. */
  async enter(persona: string, fact: RegisterFact): Promise<void> {
    const { id, name, grants } = this.person(persona);
    const [grant] = grants;
    if (grant === undefined) throw new Error(`${persona} holds no role`);
    const entered = await this.setting.service.commands.register([fact], {
      actor: { id, name, ...grant },
      ...this.key(),
    });
    if (entered.outcome !== 'recorded') throw refused(entered);
  }

  /** The committee meets over the case, and what it decides is recorded. `keeper`: who keeps its minutes. */
  async decide(keeper: string, committee: string, proposal: Omit<Proposal, 'decision'>, data: Form): Promise<void> {
    const heldOn = londonDay(this.setting.clock.now());
    const sitting = this.register.committee(committee, heldOn);
    if (sitting === undefined) throw new Error(`The register has no committee ${committee} on ${heldOn}`);
    const minuting: Minuting = {
      convene: async (convened) => (await this.begin(keeper, { workflow: 'committee-meeting', data: convened })).caseId,
      record: (meeting, type, said) => this.act(meeting, keeper, type, said),
    };
    const proposals = [{ ...proposal, ...proposed(data) }];
    const meeting = await holdMeeting(minuting, sitting, heldOn, proposals);
    await this.act(proposal.case, keeper, 'DecisionMade', { ...data, meeting, item: 1 });
  }

  private async recorded(command: Begin | Act): Promise<Recorded> {
    const { commands, ledger, clock } = this.setting.service;
    const acted =
      command instanceof Act
        ? await new ActHandler(commands).execute(command)
        : await new BeginHandler(commands, ledger, clock).execute(command);
    if (acted.outcome !== 'recorded') throw refused(acted);
    return acted;
  }

  private key(): { readonly key: string; readonly command: string } {
    this.#count += 1;
    const step = `${this.story} ${this.#count}`;
    return {
      key: idOf('seed', 'demonstration', step),
      command: createHash('sha256').update(`demonstration ${step}`).digest('hex'),
    };
  }

  private person(subject: string): Asker {
    const { issuer } = this.setting;
    const known = this.register.person(issuer, subject);
    if (known === undefined) throw new Error(`The register does not know ${subject}`);
    return { id: subject, name: known.name, issuer, grants: known.grants };
  }
}

const refused = (answer: object): Error => new Error(`The demonstration was refused: ${JSON.stringify(answer)}`);

/** Plays the stories side by side, each step at its moment; what comes due on the way is recorded at its own. */
export async function playAll({ service, clock }: Setting, stories: readonly Story[]): Promise<void> {
  const { timekeeper } = service;
  const next = new Map<Story, Date>();
  for (const story of stories) await advance(story, next);
  while (next.size > 0) {
    const [soonest] = [...next].sort(([, a], [, b]) => a.getTime() - b.getTime());
    if (soonest === undefined) return;
    const [story, moment] = soonest;
    if (moment > clock.now()) await timekeeper.moveTo(moment);
    await advance(story, next);
  }
}

async function advance(story: Story, next: Map<Story, Date>): Promise<void> {
  const step = await story.next();
  if (step.done) next.delete(story);
  else next.set(story, step.value);
}
