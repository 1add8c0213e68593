import { describe, expect, it } from '@jest/globals';
import * as forms from '../../demonstration/forms.js';
import { addDays } from '../../libs/workflow/london.js';
import type { Body, TestService } from '../service.js';
import { acts, at } from '../hand.js';
import { begins, isNotBegun, isRefused, journey, seen } from './journey.js';
import * as step from './delegation.js';
import { type Application, applicationOf, applies, applyTogether, goesOn, today } from './delegation.js';

type Service = TestService<Body>;
type Beginning = Readonly<Record<string, unknown>>;

const ccg = '07H';
const officer = `officer@${ccg}`;
const inRoundThree: Beginning = { round: '3', data: forms.interestForm('2017-04-01', 'The CCG') };
const jointly: Beginning = {
  workflow: 'joint-commissioning',
  round: '3',
  data: forms.jointInterestForm('2017-04-01', 'The CCG'),
};
const september = '2016-09-01T10:00:00.000Z';

async function begun(to: Service, more: Beginning): Promise<Application> {
  return applicationOf(to, ccg, (await begins(to, officer, ccg, more)).id);
}

const acknowledge = (to: Service, { id, assessor }: Application, more: Beginning): Promise<Body> =>
  acts(to, assessor, id, 'InterestAcknowledged', {
    ...(more['workflow'] === undefined && { readiness: 'ready' }),
    grounds: 'Sound finances.',
  });

const withdraw = (to: Service, { id }: Application): Promise<Body> =>
  acts(to, officer, id, 'ApplicationWithdrawn', { because: 'other', text: 'We would rather ask again.' });

/** One practice votes, and the ballot closes inquorate. */
async function tooFewVote(to: Service, { id }: Application): Promise<void> {
  const closesAt = `${addDays(today(to), 7)}T17:00:00.000Z`;
  await acts(to, officer, id, 'BallotOpened', forms.ballot(closesAt));
  await acts(to, `practice@${step.votersOf(to, ccg)[0]}`, id, 'VoteCast', { choice: 'for' });
  await at(to, closesAt);
  expect((await seen(to, id)).details.ballot.tally?.result).toBe('inquorate');
}

describe('the members’ no (R-16)', () => {
  it.each([
    ['delegated commissioning', '04-withdrawn-from-the-count', inRoundThree],
    ['joint commissioning', '04-withdrawn-from-the-count-L2', jointly],
  ])('binds from the count, whoever withdraws before it is verified: %s', async (_, name, more) => {
    await journey(name, async (to) => {
      await at(to, september);
      const own = await begun(to, more);
      await acknowledge(to, own, more);
      await step.voted(to, own, () => 'against');
      expect((await withdraw(to, own)).outcome).toBe('withdrawn');
      const again = await isNotBegun(to, officer, ccg, more, 'R-16');
      expect(again.detail).toMatch(/members said no/);
      const level = more['workflow'] === undefined ? 'L3' : 'L2';
      const inAGroup = { ...more, form: { level, timescale: '2017-04-01' } };
      // It may be invited, and cannot join.
      const { all } = await applyTogether(to, ['08F', ccg], inAGroup);
      await isRefused(to, officer, all[1]!.id, 'GroupJoined', { statement: 'Agreed.' }, 'R-16');
    });
  });

  it('binds after an approval in a round that lets the vote follow (R-19)', async () => {
    await journey('03-approved-and-withdrawn-from-the-count', async (to) => {
      await at(to, september);
      const own = await begun(to, inRoundThree);
      await goesOn(to, own, 'approved', { mandate: [] });
      await step.voted(to, own, () => 'against');
      await withdraw(to, own);
      await isNotBegun(to, officer, ccg, inRoundThree, 'R-16');
    });
  });

  it('of one CCG of a group binds it, also where it withdraws before it is verified (R-17)', async () => {
    await journey('02-withdrawn-from-the-count', async (to) => {
      await at(to, september);
      const { all } = await applyTogether(to, ['08F', ccg], { round: '3', form: { timescale: '2017-04-01' } });
      const own = all[1]!;
      await step.joined(to, own);
      await goesOn(to, own, 'under-way');
      await step.voted(to, own, () => 'against');
      await withdraw(to, own);
      await isNotBegun(to, officer, ccg, inRoundThree, 'R-16');
    });
  });

  it('is not asked for a third time: inquorate ballots stay counted, whichever application they were held for', async () => {
    await journey('18-no-third-ballot', async (to) => {
      await at(to, september);
      const first = await begun(to, inRoundThree);
      await goesOn(to, first, 'under-way');
      await tooFewVote(to, first);
      await withdraw(to, first);
      const second = await begun(to, inRoundThree);
      await goesOn(to, second, 'under-way');
      await tooFewVote(to, second);
      expect((await step.verified(to, second)).outcome).toBe('inquorate');
      await isNotBegun(to, officer, ccg, inRoundThree, 'R-16');
      // Joint commissioning has a count of its own; there the second application is withdrawn before its ballot is verified.
      for (let ballot = 1; ballot <= 2; ballot += 1) {
        const joint = await begun(to, jointly);
        await acknowledge(to, joint, jointly);
        await tooFewVote(to, joint);
        await withdraw(to, joint);
      }
      await isNotBegun(to, officer, ccg, jointly, 'R-16');
    });
  });
});

describe('a mandate (R-21)', () => {
  it('covers what it was for: a material amendment proposed after the ballot needs a vote, unless it falls', async () => {
    await journey('05-material-after-the-ballot', async (to) => {
      const own = applicationOf(to, ccg, (await begins(to, officer, ccg)).id);
      const { id } = own;
      await goesOn(to, own, 'mandated');
      await acts(to, officer, id, 'AmendmentProposed', forms.amendment(2, 1, true));
      await acts(to, 'constitution@nhse', id, 'AmendmentReturned', forms.amendmentReturned(2));
      expect((await seen(to, id)).state).toMatchObject({ applying: { underWay: { mandate: { given: 'byBallot' } } } });
      await acts(to, officer, id, 'AmendmentProposed', forms.amendment(3, 2, true));
      const reviewer = 'constitution@nhse';
      // Nobody makes it the constitution over the members' heads, and its own counting rule counts no vote on it.
      await isRefused(to, reviewer, id, 'AmendmentApproved', forms.amendmentApproved(3), 'R-21');
      await isRefused(to, officer, id, 'ApplicationSubmitted', forms.applicationForm(), 'R-19');
      await step.voted(to, own);
      await isRefused(to, reviewer, id, 'AmendmentApproved', forms.amendmentApproved(3), 'R-21');
      await step.verified(to, own);
      await acts(to, reviewer, id, 'AmendmentApproved', forms.amendmentApproved(3));
      await isRefused(to, reviewer, id, 'AmendmentReturned', forms.amendmentReturned(3), 'R-21');
      await step.submitted(to, own);
    });
  });

  it('by agreement is enough where the material version was returned', async () => {
    await journey('05-agreement-after-a-return', async (to) => {
      const noBallot = '08C';
      const own = await applies(to, noBallot);
      const agreement = forms.agreementOfMembers(today(to), 11);
      await goesOn(to, own, 'under-way');
      await acts(to, own.officer, own.id, 'AmendmentProposed', forms.amendment(2, 1, true));
      await isRefused(to, own.officer, own.id, 'AgreementOfMembersRecorded', agreement, 'R-12');
      await acts(to, 'constitution@nhse', own.id, 'AmendmentReturned', forms.amendmentReturned(2));
      await acts(to, own.officer, own.id, 'AgreementOfMembersRecorded', agreement);
    });
  });
});
