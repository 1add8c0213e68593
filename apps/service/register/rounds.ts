/** A round as the registrar announces it: deadlines are instants, the first that is too late. */
import { NameOf, Names } from '../../../libs/forms/codes.js';
import { Day, InstantOf, ahead, around } from '../../../libs/forms/days.js';
import { Count, Line, ListOf, One, OneOf, Optional, Person, SomeOf, YesNo } from '../../../libs/forms/decorators.js';
import { offices } from '../../../workflows/committee-meeting/quorum.js';
import { levels, type LevelName } from '../../../workflows/application/levels.js';

class VariationWindow {
  @Day('the first day of the window', around(5, 5), { label: 'First day' }) from: string;
  @Day('the last day of the window', around(5, 5), { label: 'Last day' }) to: string;
}

/** Within how many working days each is to be answered. */
class Standards {
  @Count('the working days for an interest', 1, 250) interest: number;
  @Count('the working days for the assurance', 1, 250) assurance: number;
  @Count('the working days for an answer', 1, 250) answer: number;
  @Count('the working days for an amendment', 1, 250) amendment: number;
  @Count('the working days for a membership request', 1, 250) membership: number;
}

export class AnnouncedRound {
  @NameOf('the short name of the round', {
    is: /^[0-9A-Za-z-]{1,20}$/,
    width: 20,
    as: 'up to 20 letters, digits and hyphens',
  })
  id: string;
  @Line('the name of the round') name: string;
  @InstantOf('when the round opens', around(5, 5)) opens: string;
  @Optional('Leave it out where there is no deadline.')
  @InstantOf('the deadline for interest', around(5, 5))
  interestBy?: string | null;
  @Optional('Leave it out where there is no deadline.')
  @InstantOf('the deadline for delegated commissioning', around(5, 5))
  applicationBy?: string | null;
  @Optional('Leave it out where there is no deadline.')
  @InstantOf('the deadline for joint commissioning', around(5, 5))
  applicationByL2?: string | null;
  @Day('the day of go-live', ahead(5), { label: 'Date of go-live', hint: 'It is a 1 April.' }) goLive: string;
  @OneOf('when the mandate must be carried', {
    submission: 'Before the application is submitted',
    signature: 'Before the agreement is signed',
  })
  mandateBefore: 'submission' | 'signature';
  @SomeOf('the levels', levels) levels: LevelName[];
  @ListOf(() => VariationWindow, 'the windows for variations', { each: 'window', most: 20 })
  variationWindows: VariationWindow[];
  @Optional('Leave them out and the usual ones hold.')
  @One(() => Standards, 'the service standards')
  standards?: Standards;
}

/** What becomes of a proposal that waits for a second registrar. */
export class Settlement {
  @OneOf('what is done', { confirm: 'Confirm the proposal', decline: 'Decline the proposal' })
  action: 'confirm' | 'decline';
}

/** Offices that have words; there can be others. */
export const officesHint = `Such as ${Object.keys(offices).join(', ')}.`;

export class ConstitutedMember {
  @Person('the person') id: string;
  @Line('the name of the person') name: string;
  @Names(
    'the offices',
    { is: /^[a-z][a-z-]{1,40}$/, width: 41, as: 'in small letters, such as lay-member', most: 10 },
    { hint: officesHint },
  )
  offices: string[];
  @YesNo('Does the member vote?', 'the member votes') voting: boolean;
  @YesNo('Is the member a clinician?', 'the member is a clinician') clinician: boolean;
}
