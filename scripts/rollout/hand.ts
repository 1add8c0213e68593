/** The hand of the rollout: people say things through the API, each under their own name and on the revision they have seen. */
import { randomUUID } from 'node:crypto';
import type { Form } from '../../demonstration/forms.js';
import type { Item } from '../../demonstration/story/meeting.js';
import type { Beginning, Entry, Hand, Joining, Saying, Step, Tabling } from '../../demonstration/story/step.js';
import { londonDay } from '../../libs/workflow/london.js';
import type { Agenda } from './agenda.js';
import type { Answer, Api } from './api.js';

/** A "no" that was provoked, and came. */
export interface Refused {
  readonly ccg: string;
  readonly what: string;
  readonly status: number;
  /** The rule that decided, or the kind of problem. */
  readonly because: string;
  readonly detail: string;
  /** Whether the attempt must be on the case's record: there is a case, and who tried may know of it. */
  readonly onRecord: boolean;
}

/** What must be refused: with this status, and by this rule where one decides. */
export type Attempt = (Saying | Beginning) & {
  readonly no: { readonly what: string; readonly status: number; readonly rule?: string };
};

/** What all cases add up to. */
export interface Count {
  votes: number;
  readonly refused: Refused[];
}

/** The service answered otherwise than the plot has it. */
export class Unexpected extends Error {
  override readonly name = 'Unexpected';
}

/** For the cases of one CCG, one after the other; `ccg` is empty for what is about none. */
export class HttpHand implements Hand<void> {
  #id = '';
  #revision = -1;
  #version = 1;

  constructor(
    private readonly api: Api,
    private readonly ccg: string,
    private readonly count: Count,
    private readonly agenda: Agenda,
  ) {}

  /** The case that was begun last. */
  get id(): string {
    return this.#id;
  }

  /** The version of the constitution that was in force when the case began. */
  get version(): number {
    return this.#version;
  }

  /** @throws Unexpected */
  async say(step: Step | Attempt): Promise<void> {
    if ('no' in step) return this.isRefused(step);
    switch (step.to) {
      case 'begin':
        return this.begin(step);
      case 'invitation':
        return this.join(step);
      case 'case':
        return this.act(step);
      case 'committee':
        return this.table(step);
      case 'register':
        return this.enter(step);
    }
  }

  private async begin(step: Beginning): Promise<void> {
    const answer = await this.asks(step.who, '/api/cases', startOf(step));
    if (answer.status !== 201) throw unexpected(`${step.workflow} begun by ${step.who}`, '201', answer);
    this.#id = String(answer.headers.location).split('/').at(-1) ?? '';
    this.#revision = -1;
    this.seen(answer);
    if (this.ccg !== '') this.#version = await this.versionInForce(step.who);
  }

  /** Finds the case by which another CCG of the group invited this one, and joins. */
  private async join(step: Joining): Promise<void> {
    const { who, ccg, workflow, round } = step;
    const path = `/api/cases?ccg=${ccg}&workflow=${workflow}&round=${round}`;
    const { cases } = (await this.api.read(who, path)) as { cases: readonly { id: string }[] };
    const [found] = cases;
    if (found === undefined || cases.length > 1)
      throw new Unexpected(`${who} looks for the group’s case: expected 1, found ${cases.length}`);
    this.#id = found.id;
    this.#version = await this.versionInForce(who);
    await this.act({ ...step, to: 'case', looks: true });
  }

  private async act(step: Saying): Promise<void> {
    const answer = await this.tries(step);
    if (answer.status !== 201) throw unexpected(`${step.type} by ${step.who}`, '201', answer);
    this.seen(answer);
    if (step.type === 'VoteCast') this.count.votes += 1;
  }

  private async table({ at, data, committee, leaves }: Tabling): Promise<void> {
    const item = { ...data, case: this.#id, ...(leaves !== undefined && { leaves }) } as Item; // as the story puts it
    this.agenda.table(committee, londonDay(at), item);
  }

  /** The registrar records something of the CCG in the register, which falls on its case. */
  private async enter({ who, type, data }: Entry): Promise<void> {
    if (type !== 'SpecialMeasuresImposed') throw new RangeError(`${type} is no fact that the rollout enters`);
    const body = { action: 'impose', direction: data['direction'] };
    const answer = await this.asks(who, `/api/register/ccgs/${this.ccg}/special-measures`, body);
    if (answer.status !== 201) throw unexpected(`${type} of ${this.ccg}`, '201', answer);
    await this.look(who);
  }

  private async isRefused(step: Attempt): Promise<void> {
    const isBeginning = step.to === 'begin';
    const answer = isBeginning ? await this.asks(step.who, '/api/cases', startOf(step)) : await this.tries(step);
    const { what, status, rule } = step.no;
    const problem = answer.json() as { type?: string; rule?: string; detail?: string };
    if (answer.status !== status || (rule !== undefined && problem.rule !== rule))
      throw unexpected(what, [status, rule].filter(Boolean).join(' '), answer);
    const because = problem.rule ?? problem.type?.split('/').at(-1) ?? '';
    const onRecord = !isBeginning && status !== 404;
    this.count.refused.push({ ccg: this.ccg, what, status, because, detail: problem.detail ?? '', onRecord });
  }

  /** Votes are taken on any revision. What a committee decided is said as it was minuted. */
  private async tries({ at, who, type, data, looks = false }: Saying): Promise<Answer> {
    if (looks) await this.look(who);
    const minuted = type === 'DecisionMade' ? this.agenda.minuteOf(this.#id, londonDay(at)) : {};
    const seen = type === 'VoteCast' ? {} : { 'if-match': `"${this.#revision}"` };
    return this.asks(who, `/api/cases/${this.#id}/events`, { type, data: { ...data, ...minuted } }, seen);
  }

  /** Somebody reads the case, and has seen what the clock or the practices did meanwhile. */
  private async look(who: string): Promise<void> {
    const answer = await this.api.ask(who, 'GET', `/api/cases/${this.#id}`);
    if (answer.status !== 200) throw unexpected(`${who} reads the case`, '200', answer);
    this.seen(answer);
  }

  private async versionInForce(who: string): Promise<number> {
    const { ccgs } = (await this.api.read(who, `/api/register/ccgs?code=${this.ccg}`)) as {
      readonly ccgs: readonly { readonly constitution: { readonly version: number } }[];
    };
    const [found] = ccgs;
    if (found === undefined) throw new Unexpected(`${this.ccg} in the register: expected 1, found none`);
    return found.constitution.version;
  }

  private asks(who: string, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.api.ask(who, 'POST', path, { body, headers: { ...headers, 'idempotency-key': randomUUID() } });
  }

  /** Answers of practices that vote at once arrive in any order. */
  private seen({ headers }: Answer): void {
    this.#revision = Math.max(this.#revision, Number(/^"(\d+)"$/.exec(headers.etag ?? '')?.[1] ?? -1));
  }
}

const startOf = ({ workflow, ccg, round, data }: Beginning): Form => ({
  workflow,
  ...(ccg !== undefined && { ccg }),
  ...(round !== undefined && { round }),
  data,
});

function unexpected(what: string, expected: string, { status, json }: Answer): Unexpected {
  const problem = status >= 400 ? (json() as { rule?: string; detail?: string }) : {};
  const found = [status, problem.rule, problem.detail].filter(Boolean).join(' ');
  return new Unexpected(`${what}: expected ${expected}, found ${found}`);
}
