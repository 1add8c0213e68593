import { isBefore } from '../../../libs/workflow/instant.js';
import { deadlineInWords } from '../../../libs/workflow/london.js';
import { about, caseRules } from '../../application/rules.js';
import type { Context } from '../../application/words.js';
import { interestDeadlineOf } from '../../application/round.js';

const invitedUntil = ({ round, level }: Context): string => (round ? interestDeadlineOf(round, level ?? 'L3') : '');

export const groupRules = caseRules({
  groupGoesOn: {
    id: 'R-17',
    meaning:
      'A CCG left the group. The others go on only if they and NHS England agree: this CCG and the region must each say so first.',
    in: 'applying.underWay.group.goingOn',
  },
  memberIsOfTheGroup: about('GroupMemberLeft', {
    id: 'R-17',
    meaning: 'Name another CCG of the group that has not left it yet.',
    holds: ({ data }, { ccg, group, groupLeft }) =>
      group.includes(data.ccg) && data.ccg !== ccg?.code && !groupLeft.some((left) => left.ccg === data.ccg),
  }),
  interestIsOwn: about('InterestExpressed', {
    meaning: 'Another CCG invites this one to apply with it.',
    holds: ({ data, actor }) => actor.organisation === data.ccg.code,
  }),
  interestInvites: about('InterestExpressed', {
    meaning: 'The CCG expresses its own interest.',
    holds: ({ data, actor }) => actor.organisation !== data.ccg.code,
  }),
  joinsInTime: {
    id: 'R-04',
    meaning: ({ context }) => `Interest in this round closed at ${deadlineInWords(invitedUntil(context))}.`,
    holds: ({ context, event }) => context.round === null || isBefore(event.at, invitedUntil(context)),
  },
  appliesAlone: { meaning: 'The CCG applies with others.', holds: ({ context }) => context.group.length === 0 },
  groupIsWhole: {
    meaning: 'The CCG applies alone, or a CCG left the group.',
    holds: ({ context }) => context.group.length > 0 && context.groupLeft.length === 0,
  },
  groupIsInterrupted: {
    meaning: 'No CCG left the group.',
    holds: ({ context }) => context.group.length > 0 && context.groupLeft.length > 0,
  },
  committeeInCommonIsOfSeveral: about('CommitteeInCommonRecorded', {
    id: 'R-31',
    meaning: 'Name at least two different CCGs whose committees meet in common, this one among them.',
    holds: ({ data }, { ccg }) =>
      data.ccgs.length > 1 &&
      new Set(data.ccgs).size === data.ccgs.length &&
      ccg !== null &&
      data.ccgs.includes(ccg.code),
  }),
  jointCommitteesComeFirst: about('CommitteeInCommonRecorded', {
    id: 'R-32',
    meaning: ({ data }) =>
      `Joint committees meet in common only once each CCG has its own with NHS England, in force. Without one: ${data.ccgs.filter((code) => !data.jointCommittees.includes(code)).join(', ')}.`,
    holds: ({ data }, { level }) => level !== 'L2' || data.ccgs.every((code) => data.jointCommittees.includes(code)),
  }),
  committeeInCommonIsOfOpenCcgs: about('CommitteeInCommonRecorded', {
    id: 'R-31',
    meaning: ({ data }) =>
      `Name open CCGs only. Not open: ${data.ccgs.filter((code) => !data.openCcgs.includes(code)).join(', ')}.`,
    holds: ({ data }) => data.ccgs.every((code) => data.openCcgs.includes(code)),
  }),
});
