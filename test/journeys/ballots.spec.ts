import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import * as forms from '../../apps/service/demonstration/forms.js';
import type { Body, TestService } from '../service.js';
import { balloted, onToGoLive, underWay } from './delegation.js';
import { acts, at, isRefused, journey, levelOf, seen } from './journey.js';

describe('a ballot', () => {
  it('keeps a practice that moves while it is open; the next one of its new CCG has it too (scenario 17)', async () => {
    await journey('17-practice-moves', async (to) => {
      const [left, joined, practice] = ['07H', '06W', 'L85001'];
      const [old, next] = [await underWay(to, left), await underWay(to, joined)];
      const [members, others] = [await membersOf(to, left), await membersOf(to, joined)];
      expect(members).toContain(practice);

      await at(to, '2014-10-01T10:00:00.000Z');
      await acts(to, old.officer, old.id, 'EngagementRecorded', forms.engagement('2014-09-10'));
      await acts(to, old.officer, old.id, 'BallotOpened', forms.ballot('2014-10-15T17:00:00.000Z'));
      await at(to, '2014-10-06T10:00:00.000Z');
      const request = await movesTo(to, practice, left, joined);
      expect(await seen(to, request)).toMatchObject({ outcome: 'approved', details: { effectiveOn: '2014-09-01' } });
      expect(await membersOf(to, left)).toEqual(members.filter((code) => code !== practice));
      expect(await membersOf(to, joined)).toEqual([...others, practice].sort());

      // The roll was frozen with it, and nobody of the other CCG came in.
      for (const code of members.slice(1)) await acts(to, `practice@${code}`, old.id, 'VoteCast', { choice: 'for' });
      await isRefused(to, `practice@${others[0]!}`, old.id, 'VoteCast', { choice: 'against' }, 'R-13');
      const before = await seen(to, old.id);
      expect(before).toMatchObject({ details: { ballot: { members: 11, voted: 10, tally: null } } });
      // The last of the roll to vote, so the ballot closes.
      await acts(to, `practice@${practice}`, old.id, 'VoteCast', { choice: 'against' });
      const tally = { members: 11, tookPart: 11, for: 10, against: 1, result: 'carried' };
      expect(await seen(to, old.id)).toMatchObject({ details: { ballot: { tally } } });
      await acts(to, old.verifier, old.id, 'ResultVerified', forms.verification);

      await at(to, '2014-11-03T10:00:00.000Z');
      const { details } = await balloted(to, next, '2014-11-17T17:00:00.000Z', { for: [...others, practice] });
      expect(details).toMatchObject({ ballot: { tally: { members: 13, tookPart: 13, for: 13, result: 'carried' } } });
      await onToGoLive(to, old);
      await onToGoLive(to, next);
      expect([await levelOf(to, left, '2015-04-01'), await levelOf(to, joined, '2015-04-01')]).toEqual(['L3', 'L3']);
      expect(await seen(to, old.id)).toMatchObject({ details: { ballot: { tally } } });
    });
  });

  it('that is inquorate is repeated once, and the second one carries (scenario 18)', async () => {
    await journey('18-inquorate', async (to) => {
      const ccg = '09V';
      const application = await underWay(to, ccg);
      const { id, officer, verifier } = application;
      const members = await membersOf(to, ccg);
      expect(members).toHaveLength(12);

      const first = await balloted(to, application, '2014-10-15T17:00:00.000Z', { for: members.slice(0, 5) });
      const inquorate = { members: 12, tookPart: 5, for: 5, against: 0, result: 'inquorate' };
      expect(first).toMatchObject({ outcome: null, details: { ballot: { tally: inquorate } } });
      expect(mandateOf(first)).toMatchObject({ state: 'engaging', waitingOn: ['ccg-officer'] });
      await isRefused(to, officer, id, 'ApplicationSubmitted', forms.applicationForm(), 'R-19');

      await at(to, '2014-11-03T10:00:00.000Z');
      await acts(to, officer, id, 'BallotOpened', forms.ballot('2014-11-17T17:00:00.000Z'));
      expect(await seen(to, id)).toMatchObject({ details: { ballot: { members: 12, voted: 0, tally: null } } });
      for (const [index, code] of members.slice(0, 8).entries())
        await acts(to, `practice@${code}`, id, 'VoteCast', { choice: index < 6 ? 'for' : 'against' });
      await at(to, '2014-11-17T17:00:00.000Z');
      const second = await acts(to, verifier, id, 'ResultVerified', forms.verification);
      const carried = { members: 12, tookPart: 8, for: 6, against: 2, result: 'carried' };
      expect(second).toMatchObject({ details: { ballot: { tally: carried } } });
      expect(mandateOf(second)).toMatchObject({ status: 'complete' });

      await onToGoLive(to, application);
      expect(await levelOf(to, ccg, '2015-03-31')).toBeNull();
      expect(await levelOf(to, ccg, '2015-04-01')).toBe('L3');
    });
  });
});

const mandateOf = ({ stages }: Body): unknown => stages.find(({ name }) => name === 'mandate');

/** Codes of the member practices of the clock’s day, as the register has them then. */
async function membersOf(to: TestService<Body>, ccg: string): Promise<readonly string[]> {
  const on = to.service.clock.now().toISOString().slice(0, 10);
  const { body } = await to.as('auditor@nhse').get(`/api/register/practices?ccg=${ccg}&on=${on}`);
  return body.practices.map(({ code }) => code).sort();
}

/** The old CCG asks for a move that lies a month back, the new one agrees, and NHS England approves. Gives the id of the request. */
async function movesTo(to: TestService<Body>, practice: string, from: string, joined: string): Promise<string> {
  const reasons = 'Its patients live on the other side of the border.';
  const data = { kind: 'move', practiceCodes: [practice], to: joined, effectiveOn: '2014-09-01', reasons };
  const { status, body } = await to
    .as(`officer@${from}`)
    .send('POST', '/api/cases', { workflow: 'membership-request', ccg: from, data }, { 'idempotency-key': randomUUID() });
  if (status !== 201) throw new Error(`The request was answered ${status}: ${JSON.stringify(body)}`);
  const consent = { organisation: joined, position: 'agrees', text: 'It is welcome.' };
  await acts(to, `officer@${joined}`, body.id, 'ConsentRecorded', consent);
  const queue = await to.as('constitution@nhse').get('/api/queues/review');
  expect(queue.body.items).toMatchObject([{ case: body.id, ccg: from, workflow: 'membership-request' }]);
  await acts(to, 'constitution@nhse', body.id, 'MembershipApproved', { reasons: 'All three agree.' });
  return body.id;
}
