/** What people say with the facts of a membership request. */
import { CcgCode, PracticeCode, PracticeCodes } from '../../libs/forms/codes.js';
import { Day, around } from '../../libs/forms/days.js';
import { Line, OneOf, Optional, Text } from '../../libs/forms/decorators.js';

/** `stay`: what was approved ahead of its day does not happen. */
export const kinds = {
  join: 'Practices join the CCG',
  leave: 'Practices leave the CCG',
  move: 'Practices move to another CCG',
  merge: 'Practices merge',
  stay: 'Practices stay after all',
} as const;
export type Kind = keyof typeof kinds;

/** A CCG or a practice asks that practices join, leave, move or merge, or stay after all; nothing changes by that. */
export class MembershipRequested {
  @OneOf('what is asked for', kinds, { label: 'What you ask for' }) kind: Kind;
  @PracticeCodes('the practices', { hint: 'The code of each practice, such as A81001.' }) practiceCodes: string[];
  @Optional('Only for a move.') @CcgCode('the CCG to move to') to?: string;
  @Optional('Only for a merger. It is one of the practices named.')
  @PracticeCode('the practice to merge into')
  into?: string;
  /** May lie back. */
  @Day('the day it takes effect', around(5, 2), {
    label: 'Date it takes effect',
    hint: 'The first day on which things are as you ask.',
  })
  effectiveOn: string;
  @Text('the reasons') reasons: string;
}

/** What another organisation thinks of it. Recorded; neither a gate nor a key. */
export class ConsentRecorded {
  @Line('the code of the organisation', {
    longest: 10,
    label: 'Organisation',
    hint: 'The code of a CCG or a practice.',
  })
  organisation: string;
  @OneOf('the position', { agrees: 'Agrees', objects: 'Objects' }) position: 'agrees' | 'objects';
  @Text('the grounds') text: string;
}

/** NHS England approves, and the register changes. */
export class MembershipApproved {
  @Text('the reasons') reasons: string;
}

/** NHS England refuses; everything stays as it is. */
export class MembershipRefused {
  @Text('the reasons') reasons: string;
}

/** Whoever asked no longer asks. */
export class RequestWithdrawn {
  @Text('the reason') text: string;
}
