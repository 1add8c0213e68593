/** The story of an invented application for joint commissioning, cut for specs as that of the delegation is. */
import * as forms from '../demonstration/forms.js';
import type { Actor, Fact } from '../libs/workflow/index.js';
import type { Minute } from '../workflows/committee-meeting/minute.js';
import { jointCommissioning } from '../workflows/joint-commissioning/index.js';
import type { ApplicationSubmitted } from '../workflows/stages/application/joint-form.js';
import * as a from './builders.js';

/** Another person of the region: whoever reviewed does not decide. */
export const decider = a.person('panel@Y54');

/** The committee of the CCG's own region. */
export const ofTheRegion: Partial<Minute> = {
  committee: { id: 'y54-joint', name: 'Regional committee', organisation: 'Y54' },
};

const story = a.storyOf(jointCommissioning, 'L2', { minuted: ofTheRegion });
export const { upTo } = story;
const { only, the } = story;
/** In force since 1 April 2015. */
export const inForce = story.whole;
export const tookEffect = (at?: string): Fact => the('JointArrangementTookEffect', {}, at);
export const awaitingGoLive = (): readonly Fact[] => upTo('JointCommitteeEstablished');
export const established = (at?: string): Fact => the('JointCommitteeEstablished', {}, at);
export const beforeTheRegion = (): readonly Fact[] => upTo('RegionRecommended');
export const recommended = (): Fact => the('RegionRecommended');
export const submittedInFull = (): readonly Fact[] => upTo('ApplicationSubmitted');
/** Everything a submission rests on. */
export const readyToSubmit = (): readonly Fact[] => upTo('TermsOfReferenceSigned');

export const underWay = (more: Parameters<typeof a.knowing>[0] = {}): readonly Fact[] =>
  a.knowing(more, upTo('InterestAcknowledged'));
export const acknowledged = (): Fact => the('InterestAcknowledged');

export const termsDrafted = (committeeOf: 'ccg-and-nhs-england' | 'governing-body' = 'ccg-and-nhs-england'): Fact =>
  the('TermsOfReferenceDrafted', { committeeOf });
export const termsSettled = (): readonly Fact[] => only(...a.terms);

export const form = forms.jointApplicationForm() as unknown as InstanceType<typeof ApplicationSubmitted>;
export const governed = (more: Partial<typeof form.governance>): Partial<typeof form> => ({
  governance: { ...form.governance, ...more },
});
export const submitted = (more: Partial<typeof form> = {}, at?: string): Fact => the('ApplicationSubmitted', more, at);

export const decided = (
  decision: Parameters<typeof a.decided>[0],
  { minuted, ...more }: Parameters<typeof a.decided>[1] = {},
  actor = decider,
): Fact => a.decided(decision, { ...more, minuted: { ...ofTheRegion, ...minuted } }, actor);

export const approved = (): Fact => decided('approve');

/** The region's meeting decided nothing, and hands the decision on. */
export const escalated = (minuted: Partial<Minute> = {}, actor = decider): Fact =>
  a.fact(
    'DecisionEscalated',
    {
      meeting: a.meeting,
      item: 1,
      reasons: 'Every general practitioner left the room.',
      minute: a.minuteOf('approve', { ...ofTheRegion, outcome: 'inquorate', ...minuted }),
    },
    actor,
    a.day('2015-02-10'),
  );

/** Notice to end the arrangement on 1 October 2015. */
export const noticed = (actor: Actor = a.officer, at = a.day('2015-06-01')): Fact =>
  a.fact(
    'NoticeGiven',
    { reasons: 'We want to go on alone.', endsOn: '2015-10-01', endsAt: '2015-09-30T23:00:00.000Z' },
    actor,
    at,
  );
export const noticeWithdrawn = (actor: Actor = a.officer): Fact =>
  a.fact('NoticeWithdrawn', { reasons: 'We go on together.' }, actor, a.day('2015-07-01'));
export const ended = (at = '2015-09-30T23:00:00.000Z'): Fact => a.fact('ArrangementEnded', {}, a.clock, at);

export const superseded = (level: 'L2' | 'L3' = 'L3', at = a.day('2015-04-01')): Fact =>
  a.fact('LevelSuperseded', { level, case: '5f0c4e8a-2d1b-4c3e-9a7f-0000000000aa' }, a.clock, at);
