import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as forms from '../../demonstration/forms.js';
import { acts } from '../hand.js';
import { applyTogether, goesOn, joined, type Application } from '../journeys/delegation.js';
import { groupSeen } from '../journeys/group.js';
import { arrangementOf } from '../journeys/journey.js';
import { proofOf } from '../../apps/audit/proof.js';
import { workflows } from '../../workflows/index.js';
import { problemIn } from '../problem.js';
import { testService, type Body, type TestService } from '../service.js';

let to: TestService<Body>;
beforeAll(async () => {
  to = await testService<Body>();
});
afterAll(() => to.close());

const inviting = (lead: string, ...others: readonly string[]) => ({
  data: forms.groupInterestForm('2015-04-01', 'Neighbours', [lead, ...others]),
});

/** A group that one CCG proposes. Gives the cases by CCG. */
async function proposed(lead: string, ...others: readonly string[]) {
  const { groupId, all } = await applyTogether(to, [lead, ...others]);
  return { groupId, cases: new Map(all.map(({ ccg, id }) => [ccg, id])) };
}

const regionOf = (ccg: string) => to.service.ledger.register.ccg(ccg)!.region;

/** What tells that somebody would have something under way. */
const streamsOf = async (ccg: string) => [await to.log.headOf(`ccg-${ccg}`), await to.log.headOf(`refused-ccg-${ccg}`)];

describe('an interest for a group (R-01)', () => {
  it('is proposed by a CCG’s own officer, not by one of another CCG of the group', async () => {
    for (const persona of ['officer@01A', 'officer@01C', 'assessor@Y54']) {
      const answer = await to.as(persona).begin('00C', inviting('00C', '01A'));
      expect([persona, problemIn(answer)]).toEqual([persona, '403 not-yours']);
    }
    expect(await to.log.headOf('ccg-00C')).toBe('none');
    expect((await to.as('auditor@nhse').get('/api/cases')).body.cases).toEqual([]);
  });

  it('is answered the same, whatever the others have under way', async () => {
    expect((await to.as('officer@01A').begin('01A')).status).toBe(201);
    const before = await streamsOf('01A');
    const busy = await to.as('officer@00C').begin('00C', inviting('00C', '01A', '01C'));
    expect(busy.status).toBe(201);
    expect(JSON.stringify(busy.body)).not.toMatch(/live application/);
    expect(await streamsOf('01A')).toEqual(before);
    expect(await streamsOf('01C')).toEqual(['none', 'none']);
  });

  it('waits in the queue of each invited CCG’s officer, who sees it and joins or declines', async () => {
    const { body } = await to.as('officer@01C').get('/api/queues/invitation');
    expect(body.items.map(({ ccg, queue }) => [ccg, queue])).toEqual([['01C', 'invitation']]);
    const [listed] = (await to.as('officer@01C').get('/api/cases')).body.cases;
    const seen = (await to.as('officer@01C').get(`/api/cases/${listed!.id}`)).body;
    expect(seen).toMatchObject({ state: { invited: 'asked' }, details: { invitedBy: '00C' } });
    expect(seen.moves.map(({ type }) => type)).toEqual(['GroupJoined', 'GroupDeclined']);
    expect(problemIn(await to.as('officer@00C').act(listed!.id, 'GroupJoined', { statement: 'x' }))).toBe(
      '404 not-found',
    );
  });

  it('leaves a CCG that declines as it was, and asks the others whether they go on (R-17)', async () => {
    const { groupId, cases } = await proposed('01D', '01F', '01G');
    const id = cases.get('01F')!;
    const declined = await to.as('officer@01F').act(id, 'GroupDeclined', { reasons: 'We wait a year.' });
    expect(declined.body.case).toMatchObject({ state: 'declined', outcome: 'declined' });
    expect(await streamsOf('01F')).toEqual(['none', 'none']);
    expect((await arrangementOf(to, '01F')).live).toEqual([]);
    expect((await to.as('officer@01F').begin('01F')).status).toBe(201);
    const group = await groupSeen(to, groupId);
    expect(group).toMatchObject({
      left: [{ ccg: '01F', outcome: 'declined' }],
      // Who has not joined is not asked yet.
      goesOn: { asked: true, waitingOn: ['01D', regionOf('01D')] },
    });
    expect(Object.fromEntries(group.members.map(({ ccg, joined }) => [ccg, joined]))).toMatchObject({
      '01D': true,
      '01F': false,
      '01G': false,
    });
    // Whoever is out sees no more of the others than they would without having been asked.
    expect(problemIn(await to.as('officer@01F').get(`/api/groups/${groupId}`))).toBe('404 not-found');
    expect((await to.as('officer@01G').get(`/api/groups/${groupId}`)).status).toBe(200);
    for (const other of ['01D', '01G'])
      expect((await to.log.readStream(`case-${cases.get(other)!}`)).at(-1)).toMatchObject({
        type: 'GroupMemberLeft',
        data: { ccg: '01F', outcome: 'declined' },
      });
    expect(problemIn(await to.as('officer@01F').act(id, 'GroupJoined', { statement: 'x' }))).toBe('409 not-open-here');
  });

  it('lapses for a CCG that does not answer in time, and what is joined goes on (R-04)', async () => {
    const { cases } = await proposed('01H', '01J', '01K');
    await to.as('officer@01J').act(cases.get('01J')!, 'GroupJoined', { statement: 'Agreed.' });
    await to.until('2014-06-20T23:00:00.000Z');
    const late = await to.as('officer@01K').act(cases.get('01K')!, 'GroupJoined', { statement: 'Agreed.' });
    expect([problemIn(late), late.body.rule, late.body.detail]).toEqual([
      '409 rule',
      'R-04',
      'Interest in this round closed at the end of 20 June 2014.',
    ]);
    expect(await to.log.headOf('ccg-01K')).toBe('none');
    expect((await arrangementOf(to, '01J')).live).toMatchObject([{ case: cases.get('01J') }]);
  });

  it('ends for a CCG that cannot join any more, where a round has no deadline for interest: the others are asked before anything takes effect (R-04, R-17)', async () => {
    await to.until('2015-10-05T10:00:00.000Z');
    const { groupId, all } = await applyTogether(to, ['08Q', '08C', '06W'], {
      round: '2',
      form: { timescale: '2016-04-01' },
    });
    const [lead, invited, mending] = all.map((each): Application => ({ ...each, round: '2' }));
    await joined(to, mending!);
    await acts(to, mending!.assessor, mending!.id, 'InterestReturned', { missing: 'The plan.' });
    await goesOn(to, lead!, 'submitted');
    expect((await groupSeen(to, groupId)).goesOn.asked).toBe(false);

    const closed = '2015-11-07T00:00:00.000Z';
    await to.until('2016-02-01T10:00:00.000Z');
    for (const { id, officer } of [invited!, mending!]) {
      const history = await to.log.readStream(`case-${id}`);
      expect(history.find(({ type }) => type === 'DeadlinePassed')).toMatchObject({
        at: closed,
        data: { deadline: 'applicationBy' },
      });
      expect((await to.as(officer).get(`/api/cases/${id}`)).body).toMatchObject({ outcome: 'lapsed', moves: [] });
    }
    expect((await arrangementOf(to, '06W')).live).toEqual([]);
    const late = await to.as(invited!.officer).act(invited!.id, 'GroupJoined', { statement: 'Agreed.' });
    expect(late.body.detail).toBe('Interest in this round closed at the end of 6 November 2015.');
    const acknowledged = await to
      .as(mending!.assessor)
      .act(mending!.id, 'InterestAcknowledged', { readiness: 'ready', grounds: 'Sound.' });
    expect(problemIn(acknowledged)).toBe('409 not-open-here');

    const told = (await to.log.readStream(`case-${lead!.id}`)).filter(({ type }) => type === 'GroupMemberLeft');
    expect(told.map(({ at, data }) => [at, data['ccg']])).toEqual([
      [closed, '08C'],
      [closed, '06W'],
    ]);
    expect(await groupSeen(to, groupId)).toMatchObject({
      goesOn: { asked: true, waitingOn: ['08Q', regionOf('08Q')] },
    });
  });

  it('is a history that proves', async () => {
    const { findings } = await proofOf(await to.log.readAll({ limit: 1_000_000 }), workflows);
    expect(findings).toEqual([]);
  });
});
