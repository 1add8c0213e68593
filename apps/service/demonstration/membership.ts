/** Practices that want to change their CCG. */
import { dayFrom } from './application.js';
import type { Play, Story } from './play.js';
import type { Season } from './season.js';

export interface Plot {
  /** Whose practice it is. */
  readonly from: string;
  /** Where it wants to go. */
  readonly to: string;
  readonly season: Season;
}

/** The CCG it would join asks, everyone agrees, and NHS England approves: with effect from four months before. */
export async function* backDatedMove(play: Play, { from, to, season: { at } }: Plot): Story {
  yield at(0.3);
  const practice = practiceOf(play, from);
  const { caseId: id } = await play.begin(`officer@${to}`, {
    workflow: 'membership-request',
    ccg: to,
    data: {
      kind: 'move',
      practiceCodes: [practice],
      to,
      effectiveOn: dayFrom(at(0.3), -120),
      reasons: 'Its patients moved with the new estate, and its budget was never moved with them.',
    },
  });
  const agrees = { position: 'agrees', text: 'It has worked that way since.' };
  await play.act(id, `officer@${from}`, 'ConsentRecorded', { organisation: from, ...agrees });
  await play.act(id, `practice@${practice}`, 'ConsentRecorded', { organisation: practice, ...agrees });
  yield at(0.5);
  const reasons = 'The boundary was corrected then. Ballots stay as they were counted.';
  await play.act(id, 'constitution@nhse', 'MembershipApproved', { reasons });
}

/** A practice asks for itself. Its CCG objects, and NHS England has not decided. */
export async function* openMove(play: Play, { from, to, season: { at, now } }: Plot): Story {
  yield at(0.8);
  const practice = practiceOf(play, from);
  const { caseId: id } = await play.begin(`practice@${practice}`, {
    workflow: 'membership-request',
    ccg: from,
    data: {
      kind: 'move',
      practiceCodes: [practice],
      to,
      effectiveOn: dayFrom(now, 60),
      reasons: 'Most of its patients live on the other side of the river.',
    },
  });
  yield at(0.9);
  const [agrees, objects] = ['Its neighbours are ours.', 'The out-of-hours contract was let with it.'];
  await play.act(id, `officer@${to}`, 'ConsentRecorded', { organisation: to, position: 'agrees', text: agrees });
  await play.act(id, `officer@${from}`, 'ConsentRecorded', { organisation: from, position: 'objects', text: objects });
}

function practiceOf({ register }: Play, ccg: string): string {
  const [first] = register
    .everMembersOf(ccg)
    .filter((practice) => practice.ccg === ccg && practice.left === undefined)
    .map(({ code }) => code)
    .sort();
  if (first === undefined) throw new Error(`The register has no practices of ${ccg}`);
  return first;
}
