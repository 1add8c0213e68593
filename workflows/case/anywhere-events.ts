/** Facts that may be recorded wherever a case stands: claims, declared interests, special measures, withdrawal. */
import { OneOf, OptionalText, Text } from '../fields.js';

/** Somebody takes a case from a queue, so that others see it is in hand. */
export class CaseClaimed {
  @Text('the queue', 50) queue: string;
}

export class CaseReleased {
  @Text('the queue', 50) queue: string;
}

/** An approver declares an interest in the CCG or a practice, which bars them from the case. */
export class InterestDeclared {
  @OneOf('the kind of interest', ['financial', 'professional', 'personal', 'indirect']) kind:
    'financial' | 'professional' | 'personal' | 'indirect';
  @Text('the organisation it lies in', 200) subject: string;
  @OptionalText('what the interest is') text?: string;
}

/** The CCG was put in special measures. */
export class SpecialMeasuresImposed {
  @Text('the direction', 200) direction: string;
}

export class SpecialMeasuresLifted {
  @Text('the direction', 200) direction: string;
}

/** The CCG takes its application back, before go-live. */
export class ApplicationWithdrawn {
  @OneOf('why', ['special-measures', 'financial', 'members', 'other']) because:
    'special-measures' | 'financial' | 'members' | 'other';
  @Text('the reason') text: string;
}
