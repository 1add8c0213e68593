/** What may be recorded wherever a case stands, at every level. */
import { withClaim, withoutClaim } from './claims.js';
import { independently, model, only } from './model.js';
import type { CaseFact, Context, FactOf } from './words.js';
import { interestDeadlineIn, laterThan, withLater, withLaterInTime } from './round.js';

/** The person named, or else the one who declares. */
const withInterest = (
  { interested, interestsIn }: Context,
  { data, actor }: FactOf<'InterestDeclared'>,
): Partial<Context> => ({
  interested: [...new Set([...interested, data.person ?? actor.id])],
  interestsIn: [...new Set([...interestsIn, data.subject])],
});

/** Who is barred for what they declared in a meeting; what its chair acknowledged bars no more. */
const withConflict = (
  { recused }: Context,
  { data: { person, subject, bars } }: FactOf<'ConflictRecorded'>,
): Pick<Context, 'recused'> => {
  const others = recused.filter((each) => each.person !== person || each.subject !== subject);
  return { recused: bars ? [...others, { person, subject }] : others };
};

const withDetails = ({ ccg }: Context, { data }: FactOf<'CcgDetailsChanged'>): Pick<Context, 'ccg'> => ({
  ccg: ccg && { ...ccg, ...data },
});

const approvers = ['regional-assessor', 'constitution-reviewer', 'national-committee'] as const;

export const anywhere = {
  CaseClaimed: {
    guard: independently('claimantIsNotBarred', 'caseIsUnclaimed'),
    description: 'Somebody takes the case from a queue, so that others see it is in hand.',
    meta: { by: approvers, label: 'Claim the case', rule: 'R-47' },
    actions: model.assign(({ context, event }) => (event.type === 'CaseClaimed' ? withClaim(context, event) : {})),
  },
  CaseReleased: {
    guard: only('claimIsYours'),
    description: 'Whoever claimed the case puts it back into the queue; the registrar does so when they cannot.',
    meta: { by: [...approvers, 'registrar'], label: 'Release the case' },
    actions: model.assign(({ context, event }) => (event.type === 'CaseReleased' ? withoutClaim(context, event) : {})),
  },
  ClaimEnded: {
    guard: only('claimStands'),
    description:
      'A claim ends with what it rests on: the case left the queue or the region, or its claimant lost the role, or may not act on the case any more.',
    meta: { by: ['clock'], label: 'End the claim', rule: 'R-47', also: ['R-46'] },
    actions: model.assign(({ context, event }) => (event.type === 'ClaimEnded' ? withoutClaim(context, event) : {})),
  },
  InterestDeclared: {
    guard: only('anotherIsNamedByTheRegistrar', 'registrarNamesThePerson', 'interestIsNews'),
    description:
      'An approver declares an interest in the CCG or a practice, the registrar records somebody’s, or the register says so. It bars them from the case.',
    meta: { by: [...approvers, 'registrar', 'clock'], label: 'Declare an interest', rule: 'R-47' },
    actions: model.assign(({ context, event }) =>
      event.type === 'InterestDeclared' ? withInterest(context, event) : {},
    ),
  },
  ConflictRecorded: {
    description:
      'In a meeting on the case a member of the committee declared an interest, which bars them from it, or its chair acknowledged that it does not.',
    meta: { by: ['clock'], label: 'Take in an interest declared in a meeting', rule: 'R-47' },
    actions: model.assign(({ context, event }) =>
      event.type === 'ConflictRecorded' ? withConflict(context, event) : {},
    ),
  },
  SpecialMeasuresImposed: {
    guard: only('ccgIsNotInSpecialMeasures'),
    description: 'The CCG was put in special measures, as the register says.',
    meta: { by: ['clock'], label: 'Take in special measures', rule: 'R-41' },
    actions: model.assign(() => ({ specialMeasures: true })),
  },
  SpecialMeasuresLifted: {
    guard: only('ccgIsInSpecialMeasures'),
    description: 'The special measures were lifted, as the register says.',
    meta: { by: ['clock'], label: 'Take in that special measures are over', rule: 'R-41' },
    actions: model.assign(() => ({ specialMeasures: false })),
  },
  CcgClosed: {
    target: '.closed',
    description: 'The CCG merged or closed in the register. A successor must hold its own arrangement.',
    meta: { by: ['clock'], label: 'Take in that the CCG closed', rule: 'R-66' },
  },
  CcgDetailsChanged: {
    description:
      'The register knows the CCG under another name, or in another region, whose assessors go on with the case.',
    meta: { by: ['clock'], label: 'Take in the CCG’s details', rule: 'R-66' },
    actions: model.assign(({ context, event }) =>
      event.type === 'CcgDetailsChanged' ? withDetails(context, event) : {},
    ),
  },
  ConstitutionAmended: {
    guard: only('constitutionIsNews'),
    description: 'Another version of the CCG’s constitution is in force, as the register says.',
    meta: { by: ['clock'], label: 'Take in the constitution', rule: 'R-21' },
    actions: model.assign(({ event }) => (event.type === 'ConstitutionAmended' ? { constitution: event.data } : {})),
  },
} as const;

const superseding = {
  by: ['clock'],
  label: 'Let what took effect take its place',
  rule: 'R-05',
  also: ['R-63'],
} as const;

/** A level below delegation ends when a higher one takes effect. */
export const superseded = {
  LevelSuperseded: {
    target: '.superseded',
    guard: only('levelIsHigher'),
    description: 'A higher level took effect for the CCG, which ends this one and any application for it.',
    meta: superseding,
  },
} as const;

/** An application ends when another of the CCG for the same level takes effect, in an overlapping round. */
export const applicationSuperseded = {
  LevelSuperseded: {
    target: '#superseded',
    guard: only('levelIsAsHigh'),
    description: 'Another application of the CCG took effect, for this level or a higher one, which ends this one.',
    meta: superseding,
  },
} as const;

/** Stands on `applying`, where the level has deadlines. */
export const deadlinesMove = {
  DeadlinePutBack: {
    guard: only('deadlineIsPutBack'),
    description: 'The round was announced again with a later deadline, which holds for this case too.',
    meta: { by: ['clock'], label: 'Take in a later deadline', rule: 'R-04' },
    actions: model.assign(({ context, event }) =>
      event.type === 'DeadlinePutBack' && context.round
        ? { round: withLater(context.round, event.data, event.at) }
        : {},
    ),
  },
} as const;

/** An interest that is being mended has the time of its own, or until the round’s deadline where that is later now. */
const inTimeFor = ({ round, level, mendBy }: Context, event: CaseFact): Partial<Context> =>
  event.type === 'DeadlinePutBack' && round
    ? {
        round: withLaterInTime(round, event.data),
        mendBy: laterThan(mendBy, interestDeadlineIn(event.data, level ?? 'L3')),
      }
    : {};

/** Stands where an interest is invited, read or mended, where the level has deadlines: whoever is there has missed none. */
export const deadlinesMoveForInterest = {
  DeadlinePutBack: {
    ...deadlinesMove.DeadlinePutBack,
    guard: only('deadlineOfInterestIsPutBack'),
    actions: model.assign(({ context, event }) => inTimeFor(context, event)),
  },
} as const;

/** Until the level is in force the CCG may take its application back. */
export const withdrawal = {
  ApplicationWithdrawn: {
    target: '#withdrawn',
    description: 'The CCG takes its application back, which it may at any point before go-live.',
    meta: { by: ['ccg-officer'], label: 'Withdraw the application', rule: 'R-55' },
  },
} as const;
