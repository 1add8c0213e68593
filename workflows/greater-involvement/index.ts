/** Greater involvement (L1): noted without approval, and in force from go-live until a higher level takes effect or one party ends it. */
import { milestonesOfNote } from '../application/milestones.js';
import { declareLevel } from '../stages.js';
import { invitation } from '../stages/group/invited.js';
import { interestWords } from '../stages/interest/words.js';
import { InvolvementNoted, type FullNote } from '../stages/involvement/events.js';
import { involvementWords } from '../stages/involvement/words.js';
import { involvementMachine, type Differing } from './machine.js';

interface Version extends Differing {
  readonly version: string;
  /** The day from which new cases begin under it. */
  readonly since?: string;
  readonly note?: typeof InvolvementNoted | typeof FullNote;
}

/** A version of greater involvement. */
export const involvementVersion = ({ version, since, note = InvolvementNoted, ...differing }: Version) =>
  declareLevel({
    name: 'greater-involvement',
    version,
    since,
    title: 'Greater involvement',
    level: 'L1',
    machine: involvementMachine(differing),
    forms: { InvolvementNoted: note },
    milestones: milestonesOfNote,
    stages: [
      invitation,
      interestWords.place,
      { name: 'note', title: 'Note', path: 'applying.noted' },
      involvementWords.place,
    ],
  });

export const greaterInvolvement = involvementVersion({ version: '1' });
