/** A round as the registrar announces it: deadlines are instants, the first that is too late. */
import { ArrayMaxSize, IsIn, IsOptional, Matches } from 'class-validator';
import { Count, Day, InstantOf, ListOf, One, OneOf, SomeOf, Text, ahead, around } from '../../../workflows/fields.js';

class VariationWindow {
  @Day('the first day of the window', around(5, 5)) from: string;
  @Day('the last day of the window', around(5, 5)) to: string;
}

/** Within how many working days each is to be answered. */
class Standards {
  @Count('the working days for an interest', 1, 250) interest: number;
  @Count('the working days for the assurance', 1, 250) assurance: number;
  @Count('the working days for an answer', 1, 250) answer: number;
  @Count('the working days for an amendment', 1, 250) amendment: number;
  @Count('the working days for a membership request', 1, 250) membership: number;
}

const deadline = (what: string) => (target: object, key: string) => {
  IsOptional()(target, key);
  InstantOf(what, around(5, 5))(target, key);
};

export class AnnouncedRound {
  @Matches(/^[0-9A-Za-z-]{1,20}$/, { message: 'Enter the id of the round: up to 20 letters, digits and hyphens' })
  id: string;
  @Text('the name of the round', 200) name: string;
  @InstantOf('when the round opens', around(5, 5)) opens: string;
  /** Null, or left out: no deadline. */
  @deadline('the deadline for interest') interestBy?: string | null;
  @deadline('the deadline for delegated commissioning') applicationBy?: string | null;
  @deadline('the deadline for joint commissioning') applicationByL2?: string | null;
  /** A 1 April. */
  @Day('the day of go-live', ahead(5)) goLive: string;
  @OneOf('when the mandate must be carried', ['submission', 'signature']) mandateBefore: 'submission' | 'signature';
  @SomeOf('the levels', ['L1', 'L2', 'L3']) levels: ('L1' | 'L2' | 'L3')[];
  @ListOf(() => VariationWindow, 'the windows for variations', 0, 20) variationWindows: VariationWindow[];
  @IsOptional() @One(() => Standards, 'the service standards') standards?: Standards;
}

/** What becomes of a proposal that waits for a second registrar. */
export class Settlement {
  @OneOf('what is done', ['confirm', 'decline']) action: 'confirm' | 'decline';
}

export class ConstitutedMember {
  @Text('the id of the person', 200) id: string;
  @Text('the name of the person', 200) name: string;
  @ArrayMaxSize(10, { message: 'Enter 10 offices or fewer' })
  @Matches(/^[a-z][a-z-]{1,40}$/, { each: true, message: 'Enter each office in small letters, such as lay-member' })
  offices: string[];
  @IsIn([true, false], { message: 'Say true or false: the member votes' }) voting: boolean;
  @IsIn([true, false], { message: 'Say true or false: the member is a clinician' }) clinician: boolean;
}
