import { describe, expect, it } from '@jest/globals';
import * as forms from '../../demonstration/forms.js';
import { meetingOn, meetingOnAll } from '../meetings.js';
import { begunBy, goLive, takeTo } from '../story.js';
import { groupSeen, statusOf } from './group.js';
import { acts, at } from '../hand.js';
import { isRefused, journey, levelOf, seen } from './journey.js';
import { applyTogether, joined, type Application } from './delegation.js';

const [turnedDown, approved] = ['02P', '03G'];
const [panel, assessor] = ['panel@Y54', 'assessor@Y54'];
const codes = ['financial-recovery', 'structural-burden', 'nhse-cannot-resource'];
const rejection = forms.rejection(codes);

describe('joint commissioning', () => {
  it('is rejected by the region with three reasons, though the members said yes (scenario 8)', async () => {
    await journey('08-three-reasons', async (to) => {
      const id = await begunBy(turnedDown, to, { level: 'L2' });
      const beside = await begunBy(approved, to, { level: 'L2' });
      await takeTo('recommended', to, beside, approved, { level: 'L2' });
      await takeTo('submitted', to, id, turnedDown, { level: 'L2' });
      expect((await seen(to, id)).details.ballot.tally?.result).toBe('carried');
      const reasons = rejection['reasons'];
      await acts(to, assessor, id, 'RegionNotRecommended', { reasons });

      await at(to, '2015-03-02T10:00:00.000Z');
      const proposals = [
        { case: id, decision: 'reject' },
        { case: beside, decision: 'approve' },
      ];
      const meeting = await meetingOnAll(to, proposals, { persona: panel });
      const minuted = { ...rejection, meeting, item: 1 };
      // The region decides, by those who did not review, and says why.
      await isRefused(to, assessor, id, 'DecisionMade', minuted, 'R-46');
      await isRefused(to, panel, id, 'DecisionMade', { ...minuted, reasons: undefined }, 'R-43');
      const national = { ...rejection, meeting: await meetingOn(to, id, 'reject'), item: 1 };
      await isRefused(to, panel, id, 'DecisionMade', national, 'R-45');
      await isRefused(to, panel, id, 'DecisionMade', { ...forms.approval, meeting, item: 1 }, 'R-47');
      const rejected = await acts(to, panel, id, 'DecisionMade', minuted);
      expect(rejected).toMatchObject({ state: 'rejected', outcome: 'rejected', moves: [] });

      const { body } = await to.as(`officer@${turnedDown}`).get(`/api/cases/${id}/events`);
      const told = body.events.find(({ type }) => type === 'DecisionMade')?.data as typeof rejection;
      expect(told['reasons']).toEqual(codes.map((code) => ({ code, text: expect.stringMatching(/\w/) })));
      await isRefused(to, `officer@${turnedDown}`, id, 'ApplicationSubmitted', forms.jointApplicationForm(), null);
      await isRefused(to, assessor, id, 'JointCommitteeEstablished', forms.jointCommittee(turnedDown), null);

      await acts(to, panel, beside, 'DecisionMade', { ...forms.approval, meeting, item: 2 });
      await takeTo('concluded', to, beside, approved, { level: 'L2' });
      await at(to, goLive);
      for (const day of ['2015-03-31', '2015-04-01']) expect(await levelOf(to, turnedDown, day)).toBeNull();
      expect([await levelOf(to, approved, '2015-03-31'), await levelOf(to, approved, '2015-04-01')]).toEqual([
        null,
        'L2',
      ]);
    });
  });
});

describe('CCGs that apply together for joint commissioning', () => {
  it('show the group as a stage of each case, which is stopped when one withdraws (R-17)', async () => {
    await journey('02-joint-group', async (to) => {
      const jointly = { workflow: 'joint-commissioning', form: { level: 'L2' } };
      const { groupId, all } = await applyTogether(to, ['08F', '07H'], jointly);
      const [own, other] = all as [Application, Application];
      expect(statusOf(await groupSeen(to, groupId), '07H', 'invitation')).toBe('in-progress');
      await joined(to, other);
      for (const { id, assessor } of [own, other])
        await acts(to, assessor, id, 'InterestAcknowledged', { grounds: 'It fits the plan of the region.' });
      expect(statusOf(await groupSeen(to, groupId), '08F', 'group')).toBe('completed');
      await acts(to, other.officer, other.id, 'ApplicationWithdrawn', {
        because: 'members',
        text: 'They did not want it.',
      });
      const stopped = await groupSeen(to, groupId);
      expect(stopped).toMatchObject({
        level: 'L2',
        left: [{ ccg: '07H', outcome: 'withdrawn' }],
        goesOn: { asked: true },
      });
      expect(statusOf(stopped, '08F', 'group')).toBe('in-progress');
    });
  });
});
