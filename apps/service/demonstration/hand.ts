/** The hand that the service gives to a story: every step by the commands that people use. */
import { createHash } from 'node:crypto';
import type { RegisterFact } from '../../../libs/register/facts.js';
import { londonDay } from '../../../libs/workflow/london.js';
import { caseStream } from '../../../libs/workflow/streams.js';
import type { Form } from '../../../demonstration/forms.js';
import { meeting, type Item } from '../../../demonstration/story/meeting.js';
import type { Beginning, Entry, Hand, Joining, Saying, Step, Tabling } from '../../../demonstration/story/step.js';
import type { Asker } from '../access/asker.js';
import { Begin, BeginHandler } from '../cases/act.js';
import type { Acted } from '../casework/acting.js';
import { caseInGroup, idOf } from '../ledger/ids.js';
import type { Core } from '../core.js';

export type Recorded = Acted & { readonly outcome: 'recorded' };

/** A service, and whom its register knows the people of the story by. */
export interface Setting {
  readonly service: Pick<Core, 'ledger' | 'clock' | 'commands'>;
  readonly issuer: string;
}

/** Tells one story. The same story gives the same ids, whatever the day and whatever else is told. */
export class CommandHand implements Hand<Recorded | undefined> {
  #count = 0;
  #case: string | undefined;
  #minuted: Form = {};

  constructor(
    private readonly setting: Setting,
    private readonly story: string,
    /** By CCG, the cases of those that it invited into its group. */
    private readonly invitations = new Map<string, string>(),
  ) {}

  /** The case that the story is about, once it has begun. */
  get case(): string {
    if (this.#case === undefined) throw new Error(`expected ${this.story} to have begun, found no case of it`);
    return this.#case;
  }

  /** Gives what was recorded on the case, if anything was. */
  async say(step: Step): Promise<Recorded | undefined> {
    switch (step.to) {
      case 'begin':
        return this.begin(step);
      case 'invitation':
        return this.join(step);
      case 'case':
        return this.act(step);
      case 'committee':
        return this.meet(step);
      case 'register':
        return this.enter(step);
    }
  }

  private async begin({ who, workflow, ccg, round, data }: Beginning): Promise<Recorded> {
    const { commands, ledger, clock } = this.setting.service;
    const begin = new Begin(workflow, ccg, round, data, this.key(), this.person(who));
    const begun = recorded(await new BeginHandler(commands, ledger, clock).execute(begin));
    this.#case = begun.caseId;
    const { group = [] } = data as { readonly group?: readonly string[] };
    for (const code of group) this.invitations.set(code, caseInGroup(String(begun.event.data['groupId']), code));
    return begun;
  }

  private join(step: Joining): Promise<Recorded> {
    this.#case = this.invitations.get(step.ccg);
    return this.act({ ...step, to: 'case' });
  }

  /** On the revision that the case has by now. What a committee decided, as it was minuted. */
  private async act({ who, type, data }: Saying): Promise<Recorded> {
    const { commands, ledger } = this.setting.service;
    const held = await ledger.streams.of(caseStream(this.case));
    const said = minuted.has(type) ? { ...data, ...this.#minuted } : data;
    const attempt = { type, data: said, ...this.key() };
    return recorded(await commands.act(this.case, attempt, this.person(who), held?.standing.revision));
  }

  /** The committee meets at once, over this case alone. */
  private async meet({ at, who: keeper, data, committee: id, ...of }: Tabling): Promise<undefined> {
    const heldOn = londonDay(at);
    const committee = this.setting.service.ledger.register.committee(id, heldOn);
    if (committee === undefined) throw new Error(`The register has no committee ${id} on ${heldOn}`);
    const { leaves, exclusions } = of;
    const more = { ...(leaves !== undefined && { leaves }), ...(exclusions && { exclusions }) };
    const item = { ...data, case: this.#case, ...more } as Item; // as the story puts it
    const hand = new CommandHand(this.setting, `${this.story}, meeting ${this.#count}`);
    for (const step of meeting({ committee, at, heldOn, keeper }, [item])) await hand.say(step);
    this.#minuted = { meeting: hand.case, item: 1 };
  }

  private async enter({ who, type, data }: Entry): Promise<undefined> {
    const { id, name, grants } = this.person(who);
    const [grant] = grants;
    if (grant === undefined) throw new Error(`${who} holds no role`);
    const declared = type === 'InterestRegistered' && { id: idOf('interest', 'demonstration', who), person: who, name };
    const fact = { type, data: { ...declared, ...data } } as unknown as RegisterFact; // as the story has it
    const actor = { id, name, ...grant };
    const entered = await this.setting.service.commands.register([fact], { actor, ...this.key() });
    if (entered.outcome !== 'recorded') throw refused(entered);
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
    const { issuer, service } = this.setting;
    const known = service.ledger.register.person(issuer, subject);
    if (known === undefined) throw new Error(`The register does not know ${subject}`);
    return { id: subject, name: known.name, issuer, grants: known.grants };
  }
}

/** What rests on the minute of an item. */
const minuted: ReadonlySet<string> = new Set(['DecisionMade', 'DecisionEscalated']);

function recorded(acted: Acted): Recorded {
  if (acted.outcome !== 'recorded') throw refused(acted);
  return acted;
}

const refused = (answer: object): Error => new Error(`The story was refused: ${JSON.stringify(answer)}`);
