/** Facts that may be recorded wherever a case stands: claims, declared interests, special measures, withdrawal, the CCG’s end. */
import { CaseId, CcgCodes, CcgOrPracticeCode, RegionCode } from '../../libs/forms/codes.js';
import { Day, InstantOf, around, past } from '../../libs/forms/days.js';
import { Count, Line, OneOf, Optional, Person, Text, YesNo } from '../../libs/forms/decorators.js';
import { interestKinds, type InterestKind } from '../interest-kinds.js';
import { levels } from './levels.js';

/** Somebody takes a case from a queue, so that others see it is in hand. */
export class CaseClaimed {
  @Line('the queue', { longest: 50 }) queue: string;
}

export class CaseReleased {
  @Line('the queue', { longest: 50 }) queue: string;
}

/** A claim holds no more, as what it rested on has gone: the queue, the region, the role, or that nothing barred its claimant. */
export class ClaimEnded {
  @Line('the queue', { longest: 50 }) queue: string;
  @Person('the person') person: string;
  @OneOf('why', {
    left: 'The case left the queue',
    moved: 'The CCG went to another region',
    barred: 'The claimant is barred from the case',
    role: 'The claimant lost the role',
  })
  because: 'left' | 'moved' | 'barred' | 'role';
}

/** Somebody’s interest in the CCG or a practice, which bars them from the case and stands in the register of interests. */
export class InterestDeclared {
  @OneOf('the kind of interest', interestKinds) kind: InterestKind;
  @CcgOrPracticeCode('the organisation it lies in', { hint: 'The code of a CCG or a practice.' }) subject: string;
  @Text('what the interest is', { longest: 1000 }) text: string;
  @Day('the day it arose', past(), { label: 'Date it arose', hint: 'The first day it was held.' }) aroseOn: string;
  @Optional('Only where the registrar records it for somebody else.')
  @Person('the person', { label: 'Person whose interest it is' })
  person?: string;
}

/**
 * A member of a committee declared an interest in a meeting on the case, or its chair said how that is handled. It bars as long as they
 * have it, unless the chair acknowledged it.
 */
export class ConflictRecorded {
  @CaseId('the meeting') meeting: string;
  @Count('the number of the item', 1, 1000) item: number;
  @Person('the person') person: string;
  @CcgOrPracticeCode('the organisation it lies in') subject: string;
  @YesNo('Does it bar them from the case?', 'it bars them from the case') bars: boolean;
}

/** The CCG was put in special measures. */
export class SpecialMeasuresImposed {
  @Line('the direction') direction: string;
}

export class SpecialMeasuresLifted {
  @Line('the direction') direction: string;
}

/** The register knows the CCG under another name, or in another region. */
export class CcgDetailsChanged {
  @Optional('Only if it changed.') @Line('the name of the CCG') name?: string;
  @Optional('Only if it changed.') @RegionCode('the region') region?: string;
}

/** Another version of the CCG’s constitution is in force. */
export class ConstitutionAmended {
  @Count('the number of the version', 1, 10_000) version: number;
  @YesNo('Must members be balloted under it?', 'its members must be balloted') ballotRequired: boolean;
  @YesNo(
    'Does it provide for a primary care commissioning committee?',
    'it provides for a primary care commissioning committee',
  )
  providesForCommittee: boolean;
}

/** Why an application is withdrawn. */
export const withdrawalReasons = {
  'special-measures': 'The CCG is in special measures',
  financial: 'Finances changed',
  members: 'The members want to withdraw',
  other: 'Another reason',
} as const;

/** The CCG takes its application back, before go-live. */
export class ApplicationWithdrawn {
  @OneOf('why', withdrawalReasons, { label: 'Why you withdraw the application' })
  because: keyof typeof withdrawalReasons;
  @Text('the reason', { label: 'More about the reason' }) text: string;
}

/** A deadline of the round passed and the case was not there yet. */
export class DeadlinePassed {
  @OneOf('the deadline', {
    interestBy: 'For interest',
    applicationBy: 'For the application',
    goLive: 'Go-live',
  })
  deadline: 'interestBy' | 'applicationBy' | 'goLive';
}

/** The round was announced again with later deadlines, which hold for whoever has not missed the earlier ones. */
export class DeadlinePutBack {
  @InstantOf('the deadline for interest', around(5, 5)) interestBy: string;
  @InstantOf('the deadline for delegated commissioning', around(5, 5)) applicationBy: string;
  @InstantOf('the deadline for joint commissioning', around(5, 5)) applicationByL2: string;
}

/** A higher level took effect for the CCG. */
export class LevelSuperseded {
  @OneOf('the level that took effect', { L2: levels.L2, L3: levels.L3 }) level: 'L2' | 'L3';
  @CaseId('the case of that level') case: string;
}

export const closures = { merger: 'It merged', closure: 'It closed' } as const;

/** The CCG merged or closed in the register, which ends what it holds and has applied for. */
export class CcgClosed {
  @OneOf('what happened', closures) kind: 'merger' | 'closure';
  @Optional('Only if it merged.') @CcgCodes('the successors') successors?: string[];
  @Day('the day it closed', past(), { label: 'Last day it was open' }) closedOn: string;
}

export const events = {
  DeadlinePassed,
  DeadlinePutBack,
  CcgClosed,
  CcgDetailsChanged,
  ConstitutionAmended,
  LevelSuperseded,
  SpecialMeasuresImposed,
  SpecialMeasuresLifted,
  InterestDeclared,
  ConflictRecorded,
  ApplicationWithdrawn,
  CaseClaimed,
  CaseReleased,
  ClaimEnded,
} as const;
