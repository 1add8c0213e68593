import { describe, expect, it } from '@jest/globals';
import * as forms from '../../demonstration/forms.js';
import type { Body, TestService } from '../service.js';
import { balloted, goesOn, onToGoLive, underWay, verified } from './delegation.js';
import { move } from '../../demonstration/story/membership.js';
import { after, through } from '../../demonstration/story/step.js';
import { acts, at, told } from '../hand.js';
import { isRefused, journey, levelOf, seen } from './journey.js';

describe('a ballot', () => {
  it('keeps a practice that moves while it is open; the next one of its new CCG has it too (scenario 17)', async () => {
    await journey('17-practice-moves', async (to) => {
      const [one, other, mover, comer] = ['07H', '06W', 'L85001', 'K88030'];
      const [old, next] = [await underWay(to, one), await underWay(to, other)];
      const [members, others] = [await membersOf(to, one), await membersOf(to, other)];
      expect([members, others]).toEqual([expect.arrayContaining([mover]), expect.arrayContaining([comer])]);

      await at(to, '2014-10-01T10:00:00.000Z');
      await goesOn(to, old, 'engaged');
      await acts(to, old.officer, old.id, 'BallotOpened', forms.ballot('2014-10-15T17:00:00.000Z'));
      await at(to, '2014-10-06T10:00:00.000Z');
      for (const [practice, from, joined] of [
        [mover, one, other],
        [comer, other, one],
      ] as const) {
        const request = await movesTo(to, practice, from, joined);
        expect(await seen(to, request)).toMatchObject({ outcome: 'approved', details: { effectiveOn: '2014-09-01' } });
      }
      const exchanged = [...others.filter((code) => code !== comer), mover].sort();
      expect(await membersOf(to, other)).toEqual(exchanged);
      expect(await membersOf(to, one)).toEqual([...members.filter((code) => code !== mover), comer].sort());

      // The move takes effect before the ballot opened, and leaves its roll as it was frozen.
      await isRefused(to, `practice@${comer}`, old.id, 'VoteCast', { choice: 'against' }, 'R-13');
      for (const code of members.filter((each) => each !== mover))
        await acts(to, `practice@${code}`, old.id, 'VoteCast', { choice: 'for' });
      expect(await seen(to, old.id)).toMatchObject({ details: { ballot: { members: 11, voted: 10, tally: null } } });
      // The last of the roll to vote, so the ballot closes at once.
      await acts(to, `practice@${mover}`, old.id, 'VoteCast', { choice: 'against' });
      const tally = { members: 11, tookPart: 11, for: 10, against: 1, result: 'carried' };
      expect(await seen(to, old.id)).toMatchObject({ details: { ballot: { tally } } });
      await verified(to, old);

      await at(to, '2014-11-03T10:00:00.000Z');
      const { details } = await balloted(to, next, '2014-11-17T17:00:00.000Z', { for: exchanged });
      expect(details).toMatchObject({ ballot: { tally: { members: 12, tookPart: 12, for: 12, result: 'carried' } } });
      await onToGoLive(to, old, next);
      expect([await levelOf(to, one, '2015-04-01'), await levelOf(to, other, '2015-04-01')]).toEqual(['L3', 'L3']);
      expect(await seen(to, old.id)).toMatchObject({ details: { ballot: { tally } } });
    });
  });

  it('that is inquorate is repeated once, and the second one carries (scenario 18)', async () => {
    await journey('18-inquorate', async (to) => {
      const ccg = '09V';
      const application = await underWay(to, ccg);
      const { id, officer } = application;
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
      const second = await verified(to, application);
      const carried = { members: 12, tookPart: 8, for: 6, against: 2, result: 'carried' };
      expect(second).toMatchObject({ details: { ballot: { tally: carried } } });
      expect(mandateOf(second)).toMatchObject({ status: 'completed' });

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

/** The old CCG asks for a move that lies a month back, the others agree, and NHS England approves. Gives the id of the request. */
async function movesTo(to: TestService<Body>, practice: string, from: string, joined: string): Promise<string> {
  const now = to.service.clock.now();
  const reasons = 'Its patients live on the other side of the border.';
  const when = { requested: now, answered: now, decided: now, effectiveOn: '2014-09-01' };
  const story = [...move({ practice, from, to: joined, asks: 'from', ...when, reasons })];
  const id = await told(to, through('ConsentRecorded', story));
  const queue = await to.as('constitution@nhse').get('/api/queues/review');
  expect(queue.body.items).toMatchObject([{ case: id, ccg: from, workflow: 'membership-request' }]);
  for (const { who, type, data } of after('ConsentRecorded', story)) await acts(to, who, id, type, data);
  return id;
}
