import { describe, expect, it } from '@jest/globals';
import * as forms from '../../demonstration/forms.js';
import { meetingOn, sitting } from '../meetings.js';
import type { Body, TestService } from '../service.js';
import { acts, at } from '../hand.js';
import { isRefused, journey, seen } from './journey.js';
import * as step from './delegation.js';
import { type Application, applies, goesOn } from './delegation.js';
import { begunBy, takeTo } from '../story.js';

type Service = TestService<Body>;

const ccg = '02P';
const keeper = 'committee@nhse';
const suspension = { rule: 'R-30', defect: 'A joint committee of two CCGs would decide.' };

/** The members of a committee who vote today. */
const votersOf = (to: Service, committee: string): readonly string[] =>
  (to.service.ledger.register.committee(committee, step.today(to))?.members ?? [])
    .filter(({ voting }) => voting)
    .map(({ id }) => id);

const table = (to: Service, meeting: string, id: string): Promise<unknown> =>
  acts(to, keeper, meeting, 'ItemTabled', { case: id, title: 'An application', decision: 'approve' });

const allVoteFor = (to: Service, meeting: string, item: number): Promise<unknown> =>
  acts(to, keeper, meeting, 'ItemDecided', {
    item,
    decision: 'approve',
    votes: { for: votersOf(to, 'nhse-assurance'), against: [], abstained: [] },
    grounds: 'It was always a good idea.',
  });

/** An old vote, recorded now, must be refused and tell what has changed since. */
async function decidesNothing(to: Service, { id }: Application, meeting: string, why: RegExp, item = 1): Promise<void> {
  const { detail } = await isRefused(to, keeper, id, 'DecisionMade', { ...forms.approval, meeting, item }, 'R-44');
  expect(detail).toMatch(why);
}

describe('a vote of the national committee (R-44)', () => {
  it('decides on what it was put, and on nothing that changed since', async () => {
    await journey('06-votes-from-before', async (to) => {
      const beforeThereWasACase = await sitting(to);
      const own = await applies(to, ccg);
      const { id } = own;
      await goesOn(to, own, 'under-way');
      await at(to, '2014-10-01T10:00:00.000Z');
      await goesOn(to, own, 'drafted');
      const beforeSubmission = await meetingOn(to, id, 'approve');
      await at(to, '2015-01-05T10:00:00.000Z');
      await goesOn(to, own, 'recommended');
      await table(to, beforeThereWasACase, id);
      await allVoteFor(to, beforeThereWasACase, 1);
      await decidesNothing(to, own, beforeThereWasACase, /the application was submitted on 5 January 2015/);
      await decidesNothing(to, own, beforeSubmission, /the application was submitted on 5 January 2015/);

      const beforeTheBlip = await meetingOn(to, id, 'approve');
      await at(to, '2015-02-02T10:00:00.000Z');
      await acts(to, own.assessor, id, 'ThresholdsReopened', {
        because: 'financial-deterioration',
        text: 'A deficit.',
      });
      await step.assured(to, own);
      await decidesNothing(to, own, beforeTheBlip, /the thresholds were reopened on 2 February 2015/);

      // Two items of one day, one of them recorded: the other is no approval in reserve.
      const inReserve = await meetingOn(to, id, 'approve');
      await step.approved(to, own);
      await at(to, '2015-02-20T10:00:00.000Z');
      await acts(to, keeper, id, 'ApprovalSuspended', suspension);
      await step.submitted(to, own);
      await step.assured(to, own);
      await decidesNothing(to, own, inReserve, /the approval was suspended on 20 February 2015/);
      const reworked = await step.approved(to, own);
      expect(reworked.state).toMatchObject({ applying: { underWay: { application: { agreement: 'unsigned' } } } });
    });
  });

  it('on a case that changes on the day of the meeting is held again, in the same meeting', async () => {
    await journey('06-tabled-again', async (to) => {
      const own = await applies(to, ccg);
      await goesOn(to, own, 'submitted');
      const meeting = await sitting(to);
      await table(to, meeting, own.id);
      await step.assured(to, own);
      await allVoteFor(to, meeting, 1);
      await decidesNothing(to, own, meeting, /the region recommended it/);
      await table(to, meeting, own.id);
      await allVoteFor(to, meeting, 2);
      await acts(to, keeper, own.id, 'DecisionMade', { ...forms.approval, meeting, item: 2 });
      const { body } = await to.as(keeper).get(`/api/cases/${meeting}`);
      expect(body.details).toMatchObject({ items: [{ put: { changes: 1 } }, { put: { changes: 2 } }] });
    });
  });

  it('holds the conditions of an approval, which imposes those and those of the thresholds', async () => {
    await journey('11-conditions-voted-on', async (to) => {
      const own = await applies(to, ccg);
      const { id } = own;
      await goesOn(to, own, 'assessed');
      const finding = {
        ...forms.assessment('assurance'),
        finding: 'met-with-conditions',
        conditions: 'Publish it all.',
      };
      await acts(to, own.assessor, id, 'ThresholdAssessed', finding);
      await step.recommended(to, own);

      const plain = await meetingOn(to, id, 'approve');
      const refused = await isRefused(
        to,
        keeper,
        id,
        'DecisionMade',
        { ...forms.approval, meeting: plain, item: 1 },
        'R-44',
      );
      expect(refused.detail).toMatch(/Publish it all\./);
      const meeting = await sitting(to);
      await table(to, meeting, id);
      const condition = { matter: 'Publish it all.', owner: 'The chair', due: '2015-03-20', precedent: true };
      const vote = {
        item: 1,
        decision: 'approve-with-conditions',
        votes: { for: votersOf(to, 'nhse-assurance'), against: [], abstained: [] },
        grounds: 'One matter is open.',
      };
      await isRefused(to, keeper, meeting, 'ItemDecided', vote, 'R-44');
      await acts(to, keeper, meeting, 'ItemDecided', { ...vote, conditions: [condition] });
      const decision = { decision: vote.decision, grounds: vote.grounds, meeting, item: 1 };
      const others = [{ ...condition, precedent: false }];
      await isRefused(to, keeper, id, 'DecisionMade', { ...decision, conditions: others }, 'R-44');
      const approved = await acts(to, keeper, id, 'DecisionMade', decision);
      expect(approved.details.conditions).toEqual([{ ...condition, discharged: false }]);
      expect(approved.stages.find(({ name }) => name === 'agreement')).toMatchObject({
        due: '2015-03-21T00:00:00.000Z',
      });
    });
  });
});

describe('a vote of a region’s panel (R-44)', () => {
  it('from before the submission decides nothing', async () => {
    await journey('08-old-panel-vote', async (to) => {
      const id = await begunBy('03G', to, { level: 'L2' });
      const panel = { persona: 'panel@Y54' };
      const meeting = await meetingOn(to, id, 'approve', panel);
      await takeTo('recommended', to, id, '03G', { level: 'L2' });
      const old = { ...forms.approval, meeting, item: 1 };
      const { detail } = await isRefused(to, 'panel@Y54', id, 'DecisionMade', old, 'R-44');
      expect(detail).toMatch(/the application was submitted on 20 January 2015, the region recommended it/);
      const now = await meetingOn(to, id, 'approve', panel);
      await acts(to, 'panel@Y54', id, 'DecisionMade', { ...forms.approval, meeting: now, item: 1 });
      expect((await seen(to, id)).state).toMatchObject({
        applying: { underWay: { application: { committee: 'establishing' } } },
      });
    });
  });
});
