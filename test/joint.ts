/** Facts of an invented application for joint commissioning, in domain verbs; for specs. */
import * as forms from '../demonstration/forms.js';
import type { Actor, Fact } from '../libs/workflow/index.js';
import type { Minute } from '../workflows/committee-meeting/minute.js';
import type { ApplicationSubmitted } from '../workflows/stages/application/joint-form.js';
import * as a from './builders.js';

/** Another person of the region: whoever reviewed does not decide. */
export const decider: Actor = { ...a.assessor, id: 'decider@Y54', name: 'Person decider@Y54' };

export const form = forms.jointApplicationForm() as unknown as InstanceType<typeof ApplicationSubmitted>;

export const governed = (more: Partial<typeof form.governance>): Partial<typeof form> => ({
  governance: { ...form.governance, ...more },
});

export const acknowledged = (): Fact =>
  a.fact('InterestAcknowledged', { grounds: 'The region will work on it.' }, a.assessor, a.day('2014-07-01'));
export const underWay = (more: Parameters<typeof a.expressed>[0] = {}): readonly Fact[] => [
  a.expressed({ level: 'L2', ...more }),
  acknowledged(),
];

export const termsDrafted = (committeeOf: 'ccg-and-nhs-england' | 'governing-body' = 'ccg-and-nhs-england'): Fact =>
  a.fact(
    'TermsOfReferenceDrafted',
    { committeeOf, acceptsDirections: true, summary: 'From the model terms.' },
    a.officer,
    a.day('2014-12-02'),
  );
export const termsSettled = (): readonly Fact[] => [termsDrafted(), a.termsAgreed(), a.termsSigned()];

export const submitted = (more: Partial<typeof form> = {}, at = a.day('2015-01-20')): Fact =>
  a.fact('ApplicationSubmitted', { ...form, assessBy: a.day('2015-02-05'), ...more }, a.officer, at);

/** Everything a submission rests on. */
export const readyToSubmit = (): readonly Fact[] => [
  ...underWay(),
  a.engaged(),
  ...a.carried(),
  ...a.amended(),
  ...termsSettled(),
];
export const submittedInFull = (): readonly Fact[] => [...readyToSubmit(), submitted()];

export const recommended = (): Fact =>
  a.fact('RegionRecommended', { grounds: 'A sound plan.' }, a.assessor, a.day('2015-01-29'));
export const beforeTheRegion = (): readonly Fact[] => [...submittedInFull(), recommended()];

/** The committee of the CCG's own region. */
export const ofTheRegion: Partial<Minute> = {
  committee: { id: 'midlands', name: 'Regional committee', organisation: 'Y54' },
};

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

export const established = (at = a.day('2015-03-10')): Fact =>
  a.fact(
    'JointCommitteeEstablished',
    {
      name: 'Primary care joint committee',
      chair: 'L. Member',
      ccgMembers: [{ name: 'L. Member', office: 'Lay member' }],
      nhsEnglandMembers: [{ name: 'D. Irector', office: 'Director of commissioning' }],
    },
    a.assessor,
    at,
  );
export const awaitingGoLive = (): readonly Fact[] => [...beforeTheRegion(), approved(), established()];
export const tookEffect = (at = a.round.goLiveAt): Fact => a.fact('JointArrangementTookEffect', {}, a.clock, at);
/** In force since 1 April 2015. */
export const inForce = (): readonly Fact[] => [...awaitingGoLive(), tookEffect()];

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
