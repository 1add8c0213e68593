/** People working on one case through the API, each under their own name. */
import { randomUUID } from 'node:crypto';
import type { Answer, Api } from './api.js';
import type { Vote } from './votes.js';

type Data = Readonly<Record<string, unknown>>;

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

/** What a case begins with. */
export interface Start {
  readonly workflow: string;
  readonly round?: string;
  readonly data: Data;
}

/** What a "no" must look like: its status, and the rule where one decides. */
export interface Expected {
  readonly status: number;
  readonly rule?: string;
}

/** What all cases add up to. */
export interface Count {
  votes: number;
  readonly refused: Refused[];
}

/** The service answered otherwise than the plot has it. */
export class Unexpected extends Error {
  override readonly name = 'Unexpected';
}

export class Casework {
  #id = '';
  #revision = -1;

  /** `ccg` is empty for what is about none. */
  constructor(
    private readonly api: Api,
    private readonly ccg: string,
    private readonly count: Count,
  ) {}

  get id(): string {
    return this.#id;
  }

  /** Begins the case: an officer of the CCG does, unless told. @throws Unexpected */
  async begin(start: Start, persona = `officer@${this.ccg}`): Promise<void> {
    const answer = await this.asks(persona, '/api/cases', this.startOf(start));
    if (answer.status !== 201) throw unexpected(`${start.workflow} begun by ${persona}`, '201', answer);
    this.#id = String(answer.headers.location).split('/').at(-1) ?? '';
    this.seen(answer);
  }

  /** Finds the case by which another CCG of the group invited this one, and joins. @throws Unexpected */
  async join({ workflow, round }: Pick<Start, 'workflow' | 'round'>): Promise<void> {
    const officer = `officer@${this.ccg}`;
    const path = `/api/cases?ccg=${this.ccg}&workflow=${workflow}&round=${round ?? ''}`;
    const { cases } = (await this.api.read(officer, path)) as { cases: readonly { id: string }[] };
    const [found] = cases;
    if (found === undefined || cases.length > 1)
      throw new Unexpected(`${officer} looks for the group’s case: expected 1, found ${cases.length}`);
    this.#id = found.id;
    await this.look(officer);
    await this.act(officer, 'GroupJoined', { statement: 'The governing body agreed to apply together.' });
  }

  /** Somebody does something, on the revision they have seen. @throws Unexpected */
  async act(persona: string, type: string, data: Data): Promise<void> {
    const answer = await this.tries(persona, type, data);
    if (answer.status !== 201) throw unexpected(`${type} by ${persona}`, '201', answer);
    this.seen(answer);
  }

  /** The registrar records something of the CCG in the register, which falls on its case. @throws Unexpected */
  async registers(what: string, body: Data): Promise<void> {
    const registrar = 'registrar@nhse';
    const answer = await this.asks(registrar, `/api/register/ccgs/${this.ccg}/${what}`, body);
    if (answer.status !== 201) throw unexpected(`${what} of ${this.ccg}`, '201', answer);
    await this.look(registrar);
  }

  /** Somebody reads the case, and has seen what the clock or the practices did meanwhile. @throws Unexpected */
  async look(persona: string): Promise<void> {
    const answer = await this.api.ask(persona, 'GET', `/api/cases/${this.#id}`);
    if (answer.status !== 200) throw unexpected(`${persona} reads the case`, '200', answer);
    this.seen(answer);
  }

  /** The version of the CCG's constitution that is in force, as the register says. @throws Error */
  async versionInForce(): Promise<number> {
    const { ccgs } = (await this.api.read(`officer@${this.ccg}`, `/api/register/ccgs?code=${this.ccg}`)) as {
      readonly ccgs: readonly { readonly constitution: { readonly version: number } }[];
    };
    const [found] = ccgs;
    if (found === undefined) throw new Unexpected(`${this.ccg} in the register: expected 1, found none`);
    return found.constitution.version;
  }

  /** Practices vote, all at once; who changes its mind votes twice. @throws Unexpected */
  async vote(votes: readonly Vote[]): Promise<void> {
    const one = async (practice: string, choice: string): Promise<void> => {
      const answer = await this.tries(`practice@${practice}`, 'VoteCast', { choice }, false);
      if (answer.status !== 201) throw unexpected(`VoteCast by practice@${practice}`, '201', answer);
      this.seen(answer);
      this.count.votes += 1;
    };
    await Promise.all(
      votes.map(async ({ practice, choice, before }) => {
        if (before) await one(practice, before);
        await one(practice, choice);
      }),
    );
  }

  /** Somebody tries what must be refused, and is. @throws Unexpected */
  async refused(what: string, persona: string, type: string, data: Data, expected: Expected): Promise<void> {
    this.no(what, await this.tries(persona, type, data), expected);
  }

  /** The CCG tries to begin a case, and is refused. @throws Unexpected */
  async refusedToBegin(what: string, start: Start, expected: Expected): Promise<void> {
    this.no(what, await this.asks(`officer@${this.ccg}`, '/api/cases', this.startOf(start)), expected, false);
  }

  private startOf(start: Start): unknown {
    return this.ccg === '' ? start : { ...start, ccg: this.ccg };
  }

  private no(what: string, answer: Answer, { status, rule }: Expected, onCase = true): void {
    const problem = answer.json() as { type?: string; rule?: string; detail?: string };
    if (answer.status !== status || (rule !== undefined && problem.rule !== rule))
      throw unexpected(what, [status, rule].filter(Boolean).join(' '), answer);
    const because = problem.rule ?? problem.type?.split('/').at(-1) ?? '';
    const onRecord = onCase && status !== 404;
    this.count.refused.push({ ccg: this.ccg, what, status, because, detail: problem.detail ?? '', onRecord });
  }

  private tries(persona: string, type: string, data: Data, onRevision = true): Promise<Answer> {
    const seen = onRevision ? { 'if-match': `"${this.#revision}"` } : {};
    return this.asks(persona, `/api/cases/${this.#id}/events`, { type, data }, seen);
  }

  private asks(persona: string, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.api.ask(persona, 'POST', path, { body, headers: { ...headers, 'idempotency-key': randomUUID() } });
  }

  /** Answers of practices that vote at once arrive in any order. */
  private seen({ headers }: Answer): void {
    this.#revision = Math.max(this.#revision, Number(/^"(\d+)"$/.exec(headers.etag ?? '')?.[1] ?? -1));
  }
}

function unexpected(what: string, expected: string, { status, json }: Answer): Unexpected {
  const problem = status >= 400 ? (json() as { rule?: string; detail?: string }) : {};
  const found = [status, problem.rule, problem.detail].filter(Boolean).join(' ');
  return new Unexpected(`${what}: expected ${expected}, found ${found}`);
}
