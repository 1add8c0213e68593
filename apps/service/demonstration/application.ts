/** What the stories of applications for several levels share: interest, mandate, constitution and terms of reference. */
import { addDays, londonDay } from '../../../libs/workflow/london.js';
import type { Choice } from '../../../workflows/stages/mandate/events.js';
import * as forms from '../../../demonstration/forms.js';
import type { Play, Story } from './play.js';
import type { Season } from './season.js';

/** A CCG in a round, with the people who work on its case. */
export interface Applicant {
  readonly ccg: string;
  readonly name: string;
  readonly region: string;
  readonly officer: string;
  readonly assessor: string;
  readonly season: Season;
}

/** The case of an applicant. */
export interface Application extends Applicant {
  readonly id: string;
}

export function applicantOf({ register }: Play, ccg: string, season: Season): Applicant {
  const { name = ccg, region = '' } = register.ccg(ccg) ?? {};
  return { ccg, name, region, season, officer: `officer@${ccg}`, assessor: `assessor@${region}` };
}

export async function* engaged(play: Play, { id, officer, season: { at } }: Application): Story {
  yield at(0.15);
  await play.act(id, officer, 'EngagementRecorded', forms.engagement(londonDay(at(0.12))));
}

/** How a practice votes, by its place on the roll; undefined for one that stays away. */
export type Voting = (place: number) => Choice | undefined;

/** Most vote for, some against, one in nine stays away. */
export const mostlyFor: Voting = (place) =>
  place % 9 === 8 ? undefined : place % 7 === 6 ? 'against' : place % 11 === 10 ? 'abstain' : 'for';
export const mostlyAgainst: Voting = (place) => (place % 4 === 0 ? 'for' : 'against');

const dayLong = 86_400_000;

interface Ballot {
  readonly voting: Voting;
  readonly closes: Date;
}

/** A ballot that is still open now, with every other practice yet to vote. */
export const halfway = (now: Date): Ballot => ({
  voting: (place) => (place % 2 === 1 ? undefined : mostlyFor(place)),
  closes: new Date(now.getTime() + 5 * dayLong),
});

/** The members vote, and the polls close unless that lies ahead; the result is not verified yet. */
export async function* balloted(
  play: Play,
  { id, ccg, officer, season: { at } }: Application,
  { voting, closes }: Ballot = { voting: mostlyFor, closes: at(0.4) },
): Story {
  yield at(0.2);
  await play.act(id, officer, 'BallotOpened', forms.ballot(closes.toISOString()));
  const roll = play.register.rollOf(ccg, londonDay(at(0.2)));
  for (const [place, { practice }] of roll.entries()) {
    const choice = voting(place);
    if (choice === undefined) continue;
    yield at(0.22 + 0.16 * (place / roll.length));
    await play.act(id, `practice@${practice}`, 'VoteCast', { choice });
  }
}

export async function* verified(play: Play, { id, ccg, season: { at } }: Application): Story {
  yield at(0.45);
  await play.act(id, `verifier@${ccg}`, 'ResultVerified', forms.verification);
}

/** The members agree at a meeting, as their constitution allows. */
export async function* agreed(play: Play, { id, ccg, officer, season: { at } }: Application): Story {
  yield at(0.3);
  const heldOn = londonDay(at(0.28));
  const members = play.register.rollOf(ccg, heldOn).length;
  await play.act(id, officer, 'AgreementOfMembersRecorded', forms.agreementOfMembers(heldOn, members));
}

const levels = {
  L2: { amendment: forms.jointAmendment, terms: forms.jointTermsDraft },
  L3: { amendment: forms.amendment, terms: forms.termsDraft },
} as const;

/** An amendment is proposed, and terms of reference are put forward. */
export async function* proposed(
  play: Play,
  { id, ccg, officer, season: { at } }: Application,
  level: keyof typeof levels,
): Story {
  const { amendment, terms } = levels[level];
  const version = versionOf(play, ccg);
  yield at(0.5);
  await play.act(id, officer, 'AmendmentProposed', amendment(version + 1, version));
  await play.act(id, officer, 'TermsOfReferenceDrafted', terms);
}

/** The amendment is approved, the terms are agreed and signed. */
export async function* settled(play: Play, { id, ccg, officer, assessor, season: { at } }: Application): Story {
  yield at(0.55);
  await play.act(id, 'constitution@nhse', 'AmendmentApproved', forms.amendmentApproved(versionOf(play, ccg) + 1));
  await play.act(id, assessor, 'TermsOfReferenceAgreed', forms.termsAgreed);
  yield at(0.58);
  await play.act(id, officer, 'TermsOfReferenceSigned', forms.termsSigned);
}

const versionOf = ({ register }: Play, ccg: string): number => register.constitutionOf(ccg)?.version ?? 1;

/** The day some days before or after a moment, in London. */
export const dayFrom = (moment: Date, days: number): string => addDays(londonDay(moment), days);
