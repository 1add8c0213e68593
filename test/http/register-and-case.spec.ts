import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as forms from '../../demonstration/forms.js';
import { registerActor } from '../../apps/service/seed.js';
import { addDays, londonDay } from '../../libs/workflow/london.js';
import { oneVoteEach } from '../builders.js';
import { begun as recordedFirst } from '../hand.js';
import { enter, testService, type Body, type TestService } from '../service.js';
import { begunBy, takeTo } from '../story.js';

/** What the register knows of a CCG and what its cases rest on are the same, whichever of the two learnt it first. */
let to: TestService<Body>;
let ccgs: readonly string[];
/** Cases that began while interest was taken, by CCG. */
const begun = new Map<string, string>();
beforeAll(async () => {
  to = await testService<Body>();
  ccgs = to.service.ledger.register.ccgs({ region: 'Y54' }).map(({ code }) => code);
  for (const ccg of ccgs.slice(0, 7)) begun.set(ccg, await begunBy(ccg, to));
});
afterAll(() => to.close());

const seen = async (id: string): Promise<Body> => (await to.as('auditor@nhse').get(`/api/cases/${id}`)).body;
const typesOf = async (id: string): Promise<readonly string[]> =>
  (await to.log.readStream(`case-${id}`)).map(({ type }) => type);
const caseOf = (ccg: string): string => begun.get(ccg) ?? '';

describe('an amendment that NHS England approves', () => {
  async function membersSayYes(id: string, ccg: string): Promise<void> {
    await to.as(`officer@${ccg}`).act(id, 'BallotOpened', forms.ballot('2014-10-15T17:00:00Z'));
    for (const { practice } of to.service.ledger.register.rollOf(ccg, '2014-07-01'))
      await to.as(`practice@${practice}`).act(id, 'VoteCast', { choice: 'for' });
    expect((await to.as(`verifier@${ccg}`).act(id, 'ResultVerified', forms.verification)).status).toBe(201);
  }
  const decideOn = (id: string, type: string, version: number) =>
    to.as('constitution@nhse').act(id, type, forms.amendmentApproved(version));

  it('is the constitution of the CCG from that day on, its counting rule included (R-21)', async () => {
    const ccg = ccgs[2] ?? '';
    const id = caseOf(ccg);
    const joint = { workflow: 'joint-commissioning', data: forms.jointInterestForm('2015-04-01', 'The CCG') };
    const beside = (await to.as(`officer@${ccg}`).begin(ccg, joint)).body.id;
    await takeTo('under-way', to, id, ccg);
    const before = to.service.ledger.register.constitutionOf(ccg)!;
    const counting = { ...oneVoteEach, threshold: { comparison: 'at-least' as const, numerator: 3, denominator: 4 } };
    const proposed = {
      ...forms.amendment(before.version + 1, before.version, true),
      ballotRequired: true,
      countingRule: counting,
    };
    expect((await to.as(`officer@${ccg}`).act(id, 'AmendmentProposed', proposed)).status).toBe(201);
    // The members vote on it as they voted before: nobody makes it the constitution without them.
    expect((await decideOn(id, 'AmendmentApproved', before.version + 1)).body).toMatchObject({ rule: 'R-21' });
    await membersSayYes(id, ccg);
    expect((await seen(id)).details).toMatchObject({ ballot: { counting: before.counting } });
    expect(to.service.ledger.register.constitutionOf(ccg)).toEqual(before);
    expect((await decideOn(id, 'AmendmentApproved', before.version + 1)).status).toBe(201);

    expect(to.service.ledger.register.constitutionOf(ccg)).toMatchObject({
      version: before.version + 1,
      from: '2014-07-01',
      ballotRequired: true,
      providesForCommittee: true,
      counting,
    });
    expect((await typesOf(id)).at(-1)).toBe('AmendmentApproved');
    expect((await typesOf(beside)).at(-1)).toBe('ConstitutionAmended');
    await to.as('assessor@Y54').act(beside, 'InterestAcknowledged', { grounds: 'Sound.' });
    await to.as(`officer@${ccg}`).act(beside, 'BallotOpened', forms.ballot('2014-10-15T17:00:00Z'));
    expect((await seen(beside)).details).toMatchObject({ ballot: { counting } });
  });

  it('leaves no older version to be approved after it (R-21)', async () => {
    const ccg = ccgs[3] ?? '';
    const id = caseOf(ccg);
    await takeTo('under-way', to, id, ccg);
    for (const version of [2, 3]) {
      const { status } = await to.as(`officer@${ccg}`).act(id, 'AmendmentProposed', forms.amendment(version, 1));
      expect(status).toBe(201);
    }
    expect((await decideOn(id, 'AmendmentApproved', 3)).status).toBe(201);
    expect((await decideOn(id, 'AmendmentApproved', 2)).body).toMatchObject({ status: 409, rule: 'R-21' });
  });

  it('cannot count votes as nobody can (R-14)', async () => {
    const ccg = ccgs[4] ?? '';
    const id = caseOf(ccg);
    await takeTo('under-way', to, id, ccg);
    for (const countingRule of [
      { ...oneVoteEach, rounding: 'up' },
      { ...oneVoteEach, basis: 'thousand-patients' },
      { ...oneVoteEach, quorum: { numerator: 2, denominator: 1 } },
    ]) {
      const { body } = await to
        .as(`officer@${ccg}`)
        .act(id, 'AmendmentProposed', { ...forms.amendment(2, 1), countingRule });
      expect(body).toMatchObject({ status: 409, rule: 'R-14' });
    }
  });
});

describe('a CCG whose region changes', () => {
  it('has open cases that go to the assessors of its new region, and leave those of the old', async () => {
    const ccg = ccgs[5] ?? '';
    const id = caseOf(ccg);
    const queued = async (region: string): Promise<readonly string[]> =>
      (await to.as(`assessor@${region}`).get('/api/queues/interest')).body.items.map(
        (item: { case: string }) => item.case,
      );
    expect([(await queued('Y54')).includes(id), (await queued('Y56')).includes(id)]).toEqual([true, false]);
    const changed = { code: ccg, region: 'Y56', name: 'NHS Moved CCG' };
    await enter(to.service, registerActor, { type: 'CcgDetailsChanged', data: changed });
    expect([(await queued('Y54')).includes(id), (await queued('Y56')).includes(id)]).toEqual([false, true]);
    expect(await seen(id)).toMatchObject({ region: 'Y56', ccgName: 'NHS Moved CCG' });
    const acknowledged = { readiness: 'ready', grounds: 'Sound.' };
    expect([403, 404]).toContain((await to.as('assessor@Y54').act(id, 'InterestAcknowledged', acknowledged)).status);
    expect((await to.as('assessor@Y56').act(id, 'InterestAcknowledged', acknowledged)).status).toBe(201);
  });
});

describe('what only the register says', () => {
  it('nobody records straight on a case: special measures (R-41), the end of a CCG (R-66), a constitution (R-21)', async () => {
    const ccg = ccgs[6] ?? '';
    const id = caseOf(ccg);
    const said: readonly (readonly [string, object])[] = [
      ['SpecialMeasuresImposed', { direction: 'Direction 1' }],
      ['SpecialMeasuresLifted', { direction: 'Direction 1' }],
      ['CcgClosed', { kind: 'closure', closedOn: '2014-06-01' }],
      ['CcgDetailsChanged', { region: 'Y56' }],
      ['ConstitutionAmended', { version: 9, ballotRequired: false, providesForCommittee: true }],
    ];
    for (const [type, data] of said)
      for (const persona of ['registrar@nhse', `officer@${ccg}`, 'committee@nhse'])
        expect([type, (await to.as(persona).act(id, type, data)).status]).toEqual([type, 403]);
    expect(await typesOf(id)).toEqual(['InterestExpressed']);
  });
});

describe('an interest in a practice that becomes a member', () => {
  it('bars its holder from the open cases of the CCG, and is recorded once (R-47)', async () => {
    const [ccg = '', from = ''] = ccgs.slice(6);
    const id = caseOf(ccg);
    const [{ code: practice } = { code: '' }] = to.service.ledger.register.practices({ ccg: from, on: '2014-06-10' });
    const declared = { kind: 'financial', organisation: practice, text: 'A partner.', aroseOn: '2014-06-01' };
    expect((await to.as('assessor@Y54').post('/api/register/interests', declared)).status).toBe(201);
    expect(await typesOf(id)).toEqual(['InterestExpressed']);
    const moved = { practice, from, to: ccg, on: '2014-07-01' };
    await enter(to.service, registerActor, { type: 'PracticeMoved', data: moved });
    expect((await typesOf(id)).at(-1)).toBe('InterestDeclared');
    const acknowledged = { readiness: 'ready', grounds: 'Sound.' };
    expect((await to.as('assessor@Y54').act(id, 'InterestAcknowledged', acknowledged)).body).toMatchObject({
      status: 409,
      rule: 'R-47',
    });
  });
});

describe('a committee that is constituted otherwise after its meeting was called', () => {
  it('sits as it is constituted on the day: its members and its quorum (R-47)', async () => {
    const { register } = to.service.ledger;
    const today = londonDay(to.service.clock.now());
    const { members, quorum, ...committee } = register.committee('nhse-assurance', today)!;
    const convened = { committeeId: committee.id, heldOn: addDays(today, 14) };
    const keeper = { who: 'committee@nhse', workflow: 'committee-meeting', data: convened };
    const { id: meeting } = await recordedFirst(to, keeper);
    const newcomer = { id: 'newcomer@nhse', name: 'Nell Omber', offices: ['chair'], voting: true, clinician: true };
    const [leaver, ...others] = members;
    const from = addDays(today, 7);
    const changed = { ...committee, from, quorum: { atLeast: 1 }, members: [newcomer, ...others] };
    const constituted = await to.as('registrar@nhse').post('/api/register/committees', changed);
    expect(constituted.status).toBe(201);
    const { proposal } = constituted.body as unknown as { readonly proposal: string };
    const confirmed = await to
      .as('registrar-2@nhse')
      .post(`/api/register/committees/proposals/${proposal}`, { action: 'confirm' });
    expect(confirmed.status).toBe(201);
    await to.until(`${addDays(today, 14)}T10:00:00.000Z`);
    const attended = (id: string) =>
      to.as('committee@nhse').act(meeting, 'MembersAttended', { present: [id], chairedBy: id });
    expect((await attended(leaver!.id)).body).toMatchObject({ status: 409, rule: 'R-47' });
    expect((await attended(newcomer.id)).status).toBe(201);
    expect((await seen(meeting)).details).toMatchObject({ quorum: { atLeast: 1 }, present: [{ id: newcomer.id }] });
    expect(quorum).not.toEqual({ atLeast: 1 });
  });
});

describe('a merger', () => {
  it('names a successor that is open when it takes over (R-66)', async () => {
    const [first = '', second = ''] = to.service.ledger.register.ccgs({ region: 'Y57' }).map(({ code }) => code);
    const closes = (code: string, body: object) =>
      to.as('registrar@nhse').post(`/api/register/ccgs/${code}/closure`, body);
    expect((await closes(first, { kind: 'closure', on: '2014-06-01' })).status).toBe(201);
    const merged = await closes(second, { kind: 'merger', on: '2014-06-01', successor: first });
    expect(merged.body).toMatchObject({ status: 409, rule: 'R-66' });
    expect(to.service.ledger.register.ccg(second)?.closed).toBeUndefined();
  });
});
