/** What people say with the facts of a membership request. */
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, Matches } from 'class-validator';
import { Day, OneOf, Optional, Text, around } from '../fields.js';

/** `stay`: what was approved ahead of its day does not happen. */
export const kinds = ['join', 'leave', 'move', 'merge', 'stay'] as const;
export type Kind = (typeof kinds)[number];

/** An ODS practice code. */
const practiceCode = /^[A-Z]\d{5}$/;

const PracticeCode = (what: string): PropertyDecorator =>
  Matches(practiceCode, { message: `Enter ${what} as a practice code such as A81001` });

const PracticeCodes =
  (what: string): PropertyDecorator =>
  (target, key) =>
    [
      IsArray({ message: `Enter ${what} as a list of practice codes` }),
      ArrayMinSize(1, { message: `Enter ${what}: 1 or more` }),
      ArrayMaxSize(20, { message: `Enter ${what}: 20 or fewer` }),
      ArrayUnique({ message: `Enter each of ${what} once` }),
      Matches(practiceCode, { each: true, message: `Enter each of ${what} as a practice code such as A81001` }),
    ].forEach((decorate) => decorate(target, key));

/** A CCG or a practice asks that practices join, leave, move or merge, or stay after all; nothing changes by that. */
export class MembershipRequested {
  @OneOf('what is asked for', kinds) kind: Kind;
  @PracticeCodes('the practices') practiceCodes: string[];
  /** The CCG to move to; with a move only. */
  @Optional() @Matches(/^\d{2}[A-Z]$/, { message: 'Enter the CCG to move to as a CCG code such as 00C' }) to?: string;
  /** The practice the others merge into, one of those named; with a merger only. */
  @Optional() @PracticeCode('the practice to merge into') into?: string;
  /** First day on which things are as asked for; may lie back. */
  @Day('the day it takes effect', around(5, 2)) effectiveOn: string;
  @Text('the reasons') reasons: string;
}

/** What another organisation thinks of it. Recorded; neither a gate nor a key. */
export class ConsentRecorded {
  @Text('the code of the organisation', 10) organisation: string;
  @OneOf('the position', ['agrees', 'objects']) position: 'agrees' | 'objects';
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
