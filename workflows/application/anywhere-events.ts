/** Facts that may be recorded wherever a case stands: claims, declared interests, special measures, withdrawal, the CCG’s end. */
import {
  CaseId,
  CcgCodes,
  CcgOrPracticeCode,
  Count,
  Day,
  InstantOf,
  OneOf,
  Optional,
  OptionalText,
  RegionCode,
  Text,
  YesNo,
  around,
  past,
} from '../fields.js';
import { interestKinds, type InterestKind } from '../interest-kinds.js';

/** Somebody takes a case from a queue, so that others see it is in hand. */
export class CaseClaimed {
  @Text('the queue', 50) queue: string;
}

export class CaseReleased {
  @Text('the queue', 50) queue: string;
}

/** A claim holds no more, as what it rested on has gone: the queue, the region, the role, or that nothing barred its claimant. */
export class ClaimEnded {
  @Text('the queue', 50) queue: string;
  @Text('the id of the person', 200) person: string;
  @OneOf('why', ['left', 'moved', 'barred', 'role']) because: 'left' | 'moved' | 'barred' | 'role';
}

/** Somebody’s interest in the CCG or a practice, which bars them from the case and stands in the register of interests. */
export class InterestDeclared {
  @OneOf('the kind of interest', interestKinds) kind: InterestKind;
  @CcgOrPracticeCode('the organisation it lies in') subject: string;
  @Text('what the interest is', 1000) text: string;
  /** The first day it was held. */
  @Day('the day it arose', past()) aroseOn: string;
  /** The id of the person it is of, where the registrar records it. */
  @OptionalText('the id of the person', 200) person?: string;
}

/**
 * A member of a committee declared an interest in a meeting on the case, or its chair said how that is handled. It bars as long as they
 * have it, unless the chair acknowledged it.
 */
export class ConflictRecorded {
  @CaseId('the meeting') meeting: string;
  @Count('the number of the item', 1, 1000) item: number;
  @Text('the id of the person', 200) person: string;
  @CcgOrPracticeCode('the organisation it lies in') subject: string;
  @YesNo('it bars them from the case') bars: boolean;
}

/** The CCG was put in special measures. */
export class SpecialMeasuresImposed {
  @Text('the direction', 200) direction: string;
}

export class SpecialMeasuresLifted {
  @Text('the direction', 200) direction: string;
}

/** The register knows the CCG under another name, or in another region. */
export class CcgDetailsChanged {
  @OptionalText('the name of the CCG', 200) name?: string;
  @Optional() @RegionCode('the region') region?: string;
}

/** Another version of the CCG’s constitution is in force. */
export class ConstitutionAmended {
  @Count('the number of the version', 1, 10_000) version: number;
  @YesNo('its members must be balloted') ballotRequired: boolean;
  @YesNo('it provides for a primary care commissioning committee') providesForCommittee: boolean;
}

/** The CCG takes its application back, before go-live. */
export class ApplicationWithdrawn {
  @OneOf('why', ['special-measures', 'financial', 'members', 'other']) because:
    'special-measures' | 'financial' | 'members' | 'other';
  @Text('the reason') text: string;
}

/** A deadline of the round passed and the case was not there yet. */
export class DeadlinePassed {
  @OneOf('the deadline', ['interestBy', 'applicationBy', 'goLive']) deadline: 'interestBy' | 'applicationBy' | 'goLive';
}

/** The round was announced again with later deadlines, which hold for whoever has not missed the earlier ones. */
export class DeadlinePutBack {
  @InstantOf('the deadline for interest', around(5, 5)) interestBy: string;
  @InstantOf('the deadline for delegated commissioning', around(5, 5)) applicationBy: string;
  @InstantOf('the deadline for joint commissioning', around(5, 5)) applicationByL2: string;
}

/** A higher level took effect for the CCG. */
export class LevelSuperseded {
  @OneOf('the level that took effect', ['L2', 'L3']) level: 'L2' | 'L3';
  @CaseId('the case of that level') case: string;
}

/** The CCG merged or closed in the register, which ends what it holds and has applied for. */
export class CcgClosed {
  @OneOf('what happened', ['merger', 'closure']) kind: 'merger' | 'closure';
  @Optional() @CcgCodes('the successors') successors?: string[];
  @Day('the day it closed', past()) closedOn: string;
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
