import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '../../../libs/event-log/index.js';
import { memoryLog } from '../../../libs/event-log/memory.js';
import { addDays, londonDay } from '../../../libs/workflow/london.js';
import { isIn } from '../../../libs/workflow/state.js';
import type { CaseRow } from '../../../libs/views/model.js';
import { testService, type TestService } from '../../../test/service.js';
import { workflows } from '../../../workflows/index.js';
import { proofOf } from '../../audit/proof.js';
import { startIdentity, type Identity } from '../../identity/index.js';

let identity: Identity;
beforeAll(async () => {
  identity = await startIdentity({ port: 0 });
});
afterAll(() => identity.close());

/** An autumn day; the last of a delegation year and the second of one; a summer day; one when L1 had its first version. */
const autumn = '2026-11-22';
const days = [autumn, '2026-03-31', '2026-04-02', '2026-07-01', '2016-05-01'];

/** What these specs read of answers. */
interface Told {
  readonly england: Readonly<Record<string, number>>;
  readonly level: string | null;
  readonly history: readonly { readonly level: string }[];
  readonly interests: readonly { readonly late: boolean }[];
  readonly items: readonly { readonly case: string }[];
  readonly rule: string;
  readonly details: {
    readonly groupLeft: readonly unknown[];
    readonly committeesInCommon: readonly unknown[];
    readonly continuation: { readonly ccg: boolean; readonly region: boolean };
    readonly items: readonly unknown[];
    readonly effectiveOn: string;
    readonly practices: readonly { readonly code: string; readonly ccg: string }[];
    readonly to: string;
  };
}
type Demonstration = TestService<Told>;

async function demonstrationOn(day: string): Promise<Demonstration> {
  return testService<Told>({ identity, now: `${day}T10:00:00.000Z`, log: memoryLog(), seed: 'demo' });
}

const casesOf = (to: Demonstration, workflow?: string): readonly CaseRow[] =>
  to.service.ledger.views.cases({ limit: 1_000, ...(workflow && { workflow }) }).cases;
const eventsOf = (to: Demonstration): Promise<readonly RecordedEvent[]> => to.log.readAll({ limit: 1_000_000 });

/** How many cases of a workflow ended how, or are open. */
function outcomesOf(to: Demonstration, workflow: string): Readonly<Record<string, number>> {
  const count: Record<string, number> = {};
  for (const { outcome = 'open' } of casesOf(to, workflow)) count[outcome] = (count[outcome] ?? 0) + 1;
  return count;
}

/** The one open case of a workflow at a place. */
function caseAt(to: Demonstration, workflow: string, path: string): CaseRow {
  const found = casesOf(to, workflow).filter(({ state, outcome }) => outcome === undefined && isIn(state, path));
  expect({ workflow, path, cases: found.length }).toEqual({ workflow, path, cases: 1 });
  return found[0]!;
}

describe('the demonstration, on whatever day it is loaded', () => {
  it.each(days)('shows every workflow, and an auditor finds nothing in its history, on %s', async (day) => {
    const to = await demonstrationOn(day);
    try {
      expect(outcomesOf(to, 'delegated-commissioning')).toEqual({ open: 18, rejected: 1, revoked: 1, defeated: 1 });
      expect(outcomesOf(to, 'joint-commissioning')).toEqual({ open: 9, rejected: 1, superseded: 1 });
      expect(outcomesOf(to, 'greater-involvement')).toEqual({ open: 3, ended: 1 });
      expect(outcomesOf(to, 'committee-meeting')).toEqual({ open: 1, closed: 14 });
      expect(outcomesOf(to, 'membership-request')).toEqual({ open: 1, approved: 1 });
      const versions = new Set(casesOf(to, 'greater-involvement').map(({ version }) => version));
      expect([...versions]).toEqual([day < '2016-06-28' ? '1' : '2']);
      const { body } = await to.as('auditor@nhse').get('/api/uptake');
      expect(body.england).toMatchObject({ L1: 1, L2: 2, L3: 4 });

      const events = await eventsOf(to);
      expect(await proofOf(events, workflows)).toMatchObject({ events: events.length, cases: 53, findings: [] });
      // Nothing was refused, and nothing is recorded ahead of its time.
      const now = `${day}T10:00:00.000Z`;
      expect(events.filter(({ at, type }) => at > now || type === 'AttemptRefused')).toEqual([]);
      expect(to.service.clock.now().toISOString()).toBe(now);
    } finally {
      await to.close();
    }
  });

  it('is the same history each time, and has the same cases of the same CCGs on another day', async () => {
    const [one, same, other] = [await playedOn(autumn), await playedOn(autumn), await playedOn('2026-04-02')];
    expect(same.history).toEqual(one.history);
    expect(other.cases).toEqual(one.cases);
  });
});

async function playedOn(day: string) {
  const to = await demonstrationOn(day);
  try {
    return {
      history: (await eventsOf(to)).map(({ id, stream, at, data }) => [id, stream, at, data]),
      cases: casesOf(to)
        .map(({ id, ccg }) => `${ccg} ${id}`)
        .sort(),
    };
  } finally {
    await to.close();
  }
}

describe('in the demonstration', () => {
  let to: Demonstration;
  beforeAll(async () => {
    to = await demonstrationOn(autumn);
  });
  afterAll(() => to.close());

  const seen = async ({ id }: Pick<CaseRow, 'id'>, persona = 'auditor@nhse') =>
    (await to.as(persona).get(`/api/cases/${id}`)).body;

  it('joint commissioning stands at every stop from interest to notice', async () => {
    const at = (path: string) => caseAt(to, 'joint-commissioning', path);
    at('applying.interest.expressed');
    at('applying.underWay.mandate.balloting');
    at('applying.underWay.application.review.reviewing');
    at('applying.underWay.application.decision.recommended');
    at('applying.underWay.application.decision.escalated');
    at('applying.underWay.application.committee.establishing');
    at('inForce.running');
    at('inForce.noticeGiven');
    const rejected = casesOf(to, 'joint-commissioning').find(({ outcome }) => outcome === 'rejected')!;
    const events = await to.log.readStream(`case-${rejected.id}`);
    expect(events.at(-1)?.data['reasons']).toHaveLength(3);
    const superseded = casesOf(to, 'joint-commissioning').find(({ outcome }) => outcome === 'superseded')!;
    const { body } = await to.as('auditor@nhse').get(`/api/arrangements/${superseded.ccg}`);
    expect([body.level, body.history.map(({ level }) => level)]).toEqual(['L3', ['L2', 'L3']]);
  });

  it('greater involvement was noted, is in force under its second version, and was returned', () => {
    const at = (path: string) => caseAt(to, 'greater-involvement', path);
    at('applying.noted');
    at('applying.interest.returned');
    expect(at('inForce').version).toBe('2');
  });

  it('two CCGs wait whether they go on without the one whose members said no, and one of them has agreed', async () => {
    const inGroup = casesOf(to).filter(({ group }) => group.length > 0);
    const [out] = inGroup.filter(({ outcome }) => outcome !== undefined);
    const left = inGroup.filter(({ outcome }) => outcome === undefined);
    expect([inGroup.length, out?.outcome, left.length]).toEqual([3, 'defeated', 2]);
    const details = await Promise.all(left.map(async (each) => (await seen(each)).details));
    for (const { groupLeft, committeesInCommon } of details) {
      expect(groupLeft).toEqual([{ ccg: out?.ccg, case: out?.id, outcome: 'defeated' }]);
      expect(committeesInCommon).toMatchObject([{ ccgs: expect.arrayContaining([out?.ccg]), deciding: false }]);
    }
    expect(details.map(({ continuation }) => continuation.ccg).sort()).toEqual([false, true]);
    expect(details.map(({ continuation }) => continuation.region)).toEqual([false, false]);
  });

  it('the national committee sits, with a conflict declared that nobody has handled', async () => {
    const recommended = caseAt(to, 'delegated-commissioning', 'applying.underWay.application.decision.recommended');
    const { details } = await seen(caseAt(to, 'committee-meeting', 'meeting.national.sitting'));
    expect(details.items).toMatchObject([
      { case: recommended.id, declarations: [{ id: 'committee-3@nhse', handling: null }], result: null },
    ]);
  });

  it('a panel lost its quorum on an item as both executives left for an interest, and escalated it (R-47)', async () => {
    const escalated = caseAt(to, 'joint-commissioning', 'applying.underWay.application.decision.escalated');
    const history = await to.log.readStream(`case-${escalated.id}`);
    const { meeting } = history.findLast(({ type }) => type === 'DecisionEscalated')!.data as { meeting: string };
    const { details } = await seen({ id: meeting });
    const declarations = ['panel', 'panel-2'].map((who) => ({
      id: expect.stringMatching(`^${who}@`),
      handling: 'left',
    }));
    expect(details.items).toMatchObject([
      { case: escalated.id, declarations, result: { outcome: 'inquorate', next: 'escalate' } },
    ]);
    const { body } = await to.as('committee@nhse').get('/api/queues/decision');
    expect(body.items.map((item) => item.case)).toContain(escalated.id);
  });

  it('one membership request waits in the queue, and another was approved from a day before it was made (R-81)', async () => {
    const { body } = await to.as('constitution@nhse').get('/api/queues/review?workflow=membership-request');
    expect(body.items.map((item) => item.case)).toEqual([caseAt(to, 'membership-request', 'requested').id]);
    const approved = casesOf(to, 'membership-request').find(({ outcome }) => outcome === 'approved')!;
    const { details } = await seen(approved);
    const { effectiveOn, practices, to: joined } = details;
    expect(effectiveOn < londonDay(approved.startedAt)).toBe(true);
    const { register } = to.service.ledger;
    const { code, ccg: left } = practices[0]!;
    const members = [addDays(effectiveOn, -1), effectiveOn].map((day) => register.memberOf(code, day));
    expect(members).toEqual([left, joined]);
  });

  it('a CCG in special measures has a case that cannot be recommended (R-41)', async () => {
    const { register } = to.service.ledger;
    const [ccg, ...others] = register.ccgs().filter(({ code }) => register.specialMeasures(code, autumn) !== undefined);
    expect(others).toEqual([]);
    const [open] = casesOf(to, 'delegated-commissioning').filter((each) => each.ccg === ccg?.code);
    const assessor = to.as(`assessor@${ccg?.region}`);
    const { status, body } = await assessor.act(open!.id, 'RegionRecommended', { grounds: 'All is well.' });
    expect([status, body.rule]).toEqual([409, 'R-41']);
  });

  it('five interests are registered, one of them late, and leave nobody to review a constitution (R-47)', async () => {
    const { body } = await to.as('auditor@nhse').get('/api/register/interests');
    expect(body.interests.map(({ late }) => late).sort()).toEqual([false, false, false, false, true]);
    const nobody = (await to.as('registrar@nhse').get('/api/queues/nobody-eligible')).body.items;
    expect(nobody).toHaveLength(1);
    expect(nobody[0]).toMatchObject({ workflow: 'joint-commissioning', queue: 'constitution' });
  });

  it('the people that the documentation acts as find what it says they find', async () => {
    const { body } = await to.as('assessor@Y54').get('/api/queues/interest');
    expect(body.items.length).toBeGreaterThan(0);
    expect(casesOf(to).filter(({ ccg }) => ccg === '01A')).toEqual([]);
    const ballot = casesOf(to).find(({ ccg }) => ccg === '00C')!;
    expect(isIn(ballot.state, 'applying.underWay.mandate.balloting')).toBe(true);
  });
});
