import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CommandBus } from '@nestjs/cqrs';
import fc from 'fast-check';
import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { proofOf } from '../../apps/audit/proof.js';
import type { Asker } from '../../apps/service/access/asker.js';
import { Act, Begin } from '../../apps/service/cases/act.js';
import type { Acted } from '../../apps/service/casework/acting.js';
import { SimulatedClock } from '../../apps/service/clock/clock.js';
import { Timekeeper } from '../../apps/service/casework/timekeeper.js';
import { commandId, consequenceId, dueId } from '../../apps/service/ledger/ids.js';
import { interestForm, proposed } from '../../demonstration/forms.js';
import { developmentIssuer } from '../../apps/service/seed.js';
import { memoryLog } from '../../libs/event-log/memory.js';
import type { Views } from '../../libs/views/index.js';
import { rebuildViews } from '../../libs/views/rebuild.js';
import type { RecordedFact } from '../../libs/workflow/index.js';
import { dueBefore } from '../../libs/workflow/decide.js';
import { dueOf } from '../../libs/workflow/progress.js';
import { delegatedCommissioning } from '../../workflows/delegated-commissioning/index.js';
import { workflowOf, workflows } from '../../workflows/index.js';
import { outcomes } from '../../workflows/committee-meeting/decisions.js';
import { meetingOnAll } from '../meetings.js';
import { inRoundOne, testService, type TestService, type Body } from '../service.js';
import { plausible } from './plausible.js';
import { replayed } from '../overdue.js';
import { goLive, stages, stepsTo, type Stage, type Step } from '../story.js';

/** What somebody tries. The one who tries is named by job, since each run has a CCG of its own. */
type Try =
  | { readonly kind: 'onward' }
  | { readonly kind: 'wait'; readonly hours: number }
  | {
      readonly kind: 'try';
      readonly who: string;
      readonly type: string;
      readonly data: unknown;
      readonly seen: 'now' | 'before' | 'nothing' | number;
      /** The key is an id that the service has used, or will, as whoever sees the case can work out. */
      readonly stolen: number | false;
      /** Sends it twice with one key, at once or afterwards. */
      readonly twice: 'at once' | 'again' | false;
    };

const types = Object.keys(delegatedCommissioning.events);
const who = [
  'officer',
  'officer-2',
  'verifier',
  'practice',
  'assessor',
  'assessor-2',
  'constitution',
  'committee',
  'committee-2',
].concat(['auditor', 'registrar', 'stranger', 'nobody']);

const saying = fc
  .constantFrom(
    ...types,
    'DelegationRevoked',
    'VariationProposed',
    'ApplicationWithdrawn',
    'Nothing',
    'toString',
    '__proto__',
  )
  .chain((type) =>
    fc.record({
      type: fc.constant(type),
      data: fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(...(plausible.get(type) ?? [{}])) },
        { weight: 1, arbitrary: fc.constant({}) },
        { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
        {
          weight: 1,
          arbitrary: fc.object({
            maxDepth: 3,
            key: fc.constantFrom('choice', 'text', 'constructor', 'x', '__proto__'),
          }),
        },
      ),
    }),
  );
const trying = fc
  .record({
    kind: fc.constant('try' as const),
    who: fc.constantFrom(...who),
    saying,
    seen: fc.oneof(
      { weight: 6, arbitrary: fc.constant('now' as const) },
      { weight: 1, arbitrary: fc.constantFrom('before' as const, 'nothing' as const) },
      { weight: 1, arbitrary: fc.integer({ min: -1, max: 40 }) },
    ),
    stolen: fc.oneof(
      { weight: 3, arbitrary: fc.constant(false as const) },
      { weight: 1, arbitrary: fc.nat({ max: 20 }) },
    ),
    twice: fc.constantFrom(false as const, false as const, false as const, 'at once' as const, 'again' as const),
  })
  .map(({ saying: { type, data }, ...rest }): Try => ({ ...rest, type, data }));
const tries: fc.Arbitrary<readonly Try[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.constant<Try>({ kind: 'onward' }) },
    { weight: 5, arbitrary: trying },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 2_000 }).map((hours): Try => ({ kind: 'wait', hours })) },
  ),
  { minLength: 10, maxLength: 90 },
);

let to: TestService<Body>;
beforeAll(async () => {
  to = await testService<Body>({ log: memoryLog() });
});
afterAll(() => to.close());

/** One CCG and those who have, or have not, to do with it. */
class Run {
  readonly #steps: readonly Step[];
  #next = 0;
  id: string | undefined;

  constructor(readonly ccg: string) {
    this.#steps = this.#stepsTo('concluded');
  }

  /** How many steps there are from nothing to a stage. */
  stepsTo(stage: Stage): number {
    return 1 + this.#stepsTo(stage).length;
  }

  #stepsTo(stage: Stage): readonly Step[] {
    return stepsTo(stage, to.service.ledger.register, this.ccg, 0);
  }

  person(job: string): Asker {
    const { register } = to.service.ledger;
    const national = ['constitution', 'committee', 'committee-2', 'auditor', 'registrar'];
    const [practice] = register.rollOf(this.ccg, '2014-10-01');
    const subject =
      job === 'stranger'
        ? `officer@${this.ccg === '00C' ? '01A' : '00C'}`
        : job === 'practice'
          ? `practice@${practice!.practice}`
          : `${job}@${national.includes(job) ? 'nhse' : job.startsWith('assessor') ? register.ccg(this.ccg)!.region : this.ccg}`;
    return this.known(subject);
  }

  known(subject: string): Asker {
    const found = to.service.ledger.register.person(developmentIssuer, subject);
    return { id: subject, name: found?.name ?? subject, issuer: developmentIssuer, grants: found?.grants ?? [] };
  }

  /** The step of the story that would come next; the last one for ever. */
  onward(): Step | undefined {
    const step = this.#steps[this.#next];
    this.#next += 1;
    return step;
  }
}

const bus = (): CommandBus => to.service.app.get(CommandBus);
const waitUntil = (at: Date): Promise<boolean> => to.service.app.get(Timekeeper).moveTo(at);
const attempt = (type: string, data: unknown, key: string = randomUUID()) => ({
  type,
  data,
  key,
  command: createHash('sha256')
    .update(JSON.stringify([type, data]))
    .digest('hex'),
});

async function go(run: Run, each: Try): Promise<void> {
  if (each.kind === 'wait') {
    await waitUntil(new Date(to.service.clock.now().getTime() + each.hours * 3_600_000));
    return;
  }
  if (run.id === undefined) {
    const begin = new Begin(
      'delegated-commissioning',
      run.ccg,
      '1',
      interestForm('2015-04-01', 'x'),
      attempt('InterestExpressed', {}),
      run.person('officer'),
    );
    const acted = await bus().execute<Begin, Acted>(begin);
    if (acted.outcome === 'recorded') run.id = acted.caseId;
    return;
  }
  const step = each.kind === 'onward' ? run.onward() : undefined;
  if (each.kind === 'onward' && step === undefined) return;
  if (step && step.at > to.service.clock.now()) await waitUntil(step.at);
  const stream = `case-${run.id}`;
  const head = (await to.log.headOf(stream)) as number;
  const { type, data } = step ?? (each as Try & { kind: 'try' });
  const stolen = each.kind === 'try' && each.stolen !== false ? (await idsToSteal(run.id))[each.stolen] : undefined;
  const said = attempt(type, await minuted(run.id, type, data), stolen);
  const act =
    each.kind === 'try'
      ? new Act(run.id, said, seenAt(each.seen, head), run.person(each.who))
      : new Act(run.id, said, head, run.known(step!.who));
  await check(act, each.kind === 'try' ? each.twice : false, stream);
}

/** Ids of what is recorded on a case, and of what the clock will record on it next. */
async function idsToSteal(id: string): Promise<readonly string[]> {
  const stream = `case-${id}`;
  const held = await to.service.ledger.streams.of(stream);
  const { progress, revision } = held!.standing;
  const due = dueOf(held!.workflow, progress).flatMap((each) => [
    dueId(stream, each, revision),
    dueId(stream, each, revision + 1),
    consequenceId(dueId(stream, each, revision), stream, each.event),
  ]);
  return [...due, ...(await to.log.readStream(stream)).map((event) => event.id)];
}

/** A decision is made at a meeting, which is held for it. */
async function minuted(id: string, type: string, data: unknown): Promise<unknown> {
  const said = (data ?? {}) as Readonly<Record<string, unknown>>;
  if (type !== 'DecisionMade' || !outcomes.some((each) => each === said['decision'])) return data;
  const held = await to.service.ledger.streams.of(`case-${id}`);
  const barred = held?.workflow.barred?.(held.standing.snapshot.context, 'national-committee') ?? [];
  // Where too few are left, or a condition is due already, the meeting decides nothing, and the decision names one that there is not.
  const proposals = [{ case: id, ...proposed(said) }];
  const meeting = await meetingOnAll(to, proposals, { barred }).catch((fault: unknown) => {
    if (!/inquorate|clinical input|answered 422/.test(String(fault))) throw fault;
    return randomUUID();
  });
  return { ...said, meeting, item: 1 };
}

const seenAt = (seen: 'now' | 'before' | 'nothing' | number, head: number): number | undefined =>
  seen === 'now' ? head : seen === 'before' ? head - 1 : seen === 'nothing' ? undefined : seen;

/** Whatever comes of it: what was refused changes nothing of the case, what was recorded is there, and twice is once. */
async function check(act: Act, twice: 'at once' | 'again' | false, stream: string): Promise<void> {
  const before = (await to.log.headOf(stream)) as number;
  const state = to.service.ledger.views.findCase(act.caseId)?.state;
  const execute = (): Promise<Acted> => bus().execute<Act, Acted>(act);
  const answers = twice === 'at once' ? await Promise.all([execute(), execute()]) : [await execute()];
  if (twice === 'again') answers.push(await execute());
  const after = (await to.log.headOf(stream)) as number;
  const [first] = answers;
  expect(new Set(answers.map(({ outcome }) => outcome)).size).toBe(1);
  if (first!.outcome === 'recorded') {
    const own = await to.log.find(commandId(stream, act.asking.id, act.attempt.key));
    expect(own).toMatchObject({ stream, revision: before + 1, type: act.attempt.type });
    expect(new Set(answers.map((each) => each.outcome === 'recorded' && each.standing.revision))).toEqual(
      new Set([after]),
    );
  } else {
    expect(after).toBe(before);
    expect(to.service.ledger.views.findCase(act.caseId)?.state).toEqual(state);
  }
}

/** What the views say of everything. */
function pictureOf(views: Views): unknown {
  const grants = [
    'ccg-officer',
    'result-verifier',
    'regional-assessor',
    'constitution-reviewer',
    'national-committee',
  ].flatMap((role) =>
    ['nhse', 'Y54', 'Y55', 'Y56', 'Y57', ...to.service.ledger.register.ccgs().map(({ code }) => code)].map(
      (organisation) => ({ role, organisation }),
    ),
  );
  return {
    position: views.position,
    cases: views.cases({ limit: 1_000 }).cases,
    waiting: views.waiting({ grants }),
    due: views.due('9999', 10_000),
    levels: to.service.ledger.register.ccgs().map(({ code }) => views.heldBy(code)),
    statistics: views.statistics(),
  };
}

describe('whoever asks for whatever, in any order', () => {
  it('is answered without a fault; what is recorded replays, and what is refused changes nothing', async () => {
    const ccgs = to.service.ledger.register.ccgs().map(({ code }) => code);
    let next = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...stages), tries, async (from, all) => {
        // Each run has a CCG and a year of its own; what earlier runs left undone comes due in it as well.
        to.service.clock.follow(new SimulatedClock(new Date(inRoundOne)));
        const run = new Run(ccgs[next++ % ccgs.length]!);
        for (let left = run.stepsTo(from); left > 0; left -= 1) await go(run, { kind: 'onward' });
        if (from === 'in-force') await waitUntil(new Date(goLive));
        for (const each of all) await go(run, each);
        if (run.id === undefined) return;
        await to.service.app.get(Timekeeper).fireDue();
        const events = (await to.log.readStream(`case-${run.id}`)) as readonly RecordedFact[];
        const { standing, overdue } = replayed(delegatedCommissioning, events);
        expect(overdue).toEqual([]);
        const { progress, revision } = standing;
        // Whatever anybody sent, under whatever key: the clock has recorded all that it may.
        const now = to.service.clock.now().toISOString();
        expect(dueBefore(delegatedCommissioning, standing, now)).toBeUndefined();
        expect(to.service.ledger.views.findCase(run.id)).toMatchObject({ state: progress.state, revision });
      }),
      { numRuns: 120, endOnFailure: true },
    );
  }, 120_000);

  it('leaves a log in which the auditor’s proof finds nothing, and in which cases went all the way', async () => {
    // The last runs may have ended early in the year: what they left undone comes due by the end that other runs have come to.
    const ends = (await to.log.readAll({ limit: 1_000_000 })).map(({ at }) => Date.parse(at));
    await waitUntil(new Date(ends.reduce((latest, at) => Math.max(latest, at))));
    await to.service.app.get(Timekeeper).fireDue();
    const events = await to.log.readAll({ limit: 1_000_000 });
    const { findings, cases } = await proofOf(events, workflows);
    // The clock of these services goes back from one run to the next, as none does; cases go by their own last fact, the register does not.
    const wentBack = /^it is dated .*, before what it follows/;
    expect(findings.filter(({ stream, what }) => stream !== 'register' || !wentBack.test(what))).toEqual([]);
    expect(cases).toBeGreaterThan(50);
    // Without these the property above would have seen the beginnings of cases only.
    for (const type of [
      'VoteCast',
      'BallotClosed',
      'ResultVerified',
      'ApplicationSubmitted',
      'DeadlinePassed',
      'DelegationTookEffect',
      'AttemptRefused',
    ])
      expect([type, events.some((event) => event.type === type)]).toEqual([type, true]);
  });

  it('leaves views that are those which a rebuild from the log gives', async () => {
    const rebuilt = await rebuildViews({ file: join(to.folder, 'rebuilt.sqlite'), log: to.log, workflowOf });
    expect(pictureOf(to.service.ledger.views)).toEqual(pictureOf(rebuilt));
    rebuilt.close();
  });
});
