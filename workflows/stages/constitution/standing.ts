/** Which of the versions that were proposed stand, and what of these the members have a say in. */
import { dayInWords, londonDay } from '../../../libs/workflow/london.js';
import type { Context } from '../../application/words.js';
import type { Amendment } from './amendment.js';

type Proposals = Context['amendments'];

export const proposalOf = (proposals: Proposals, version: number): Amendment | undefined =>
  proposals.find((each) => each.version === version);

/** The version, and the proposals it rests on. */
function withBases(
  proposals: Proposals,
  { version, basedOn }: Pick<Amendment, 'version' | 'basedOn'>,
): readonly number[] {
  const base = proposalOf(proposals, basedOn);
  return base === undefined ? [version] : [version, ...withBases(proposals, base)];
}

/** Whether a version rests on another one. */
export const restsOn = (proposals: Proposals, amendment: Amendment, version: number): boolean =>
  amendment.basedOn === version || withBases(proposals, amendment).slice(1).includes(version);

/** Whether the version or one it rests on was refused. */
export const restsOnRefused = (proposals: Proposals, version: number): boolean => {
  const found = proposalOf(proposals, version);
  return (
    found !== undefined && withBases(proposals, found).some((each) => proposalOf(proposals, each)?.status === 'refused')
  );
};

/** Of the versions that one rests on, the first that was refused; itself where none was. */
export const refusedBelow = (proposals: Proposals, version: number): number => {
  const found = proposalOf(proposals, version);
  const bases = found === undefined ? [] : withBases(proposals, found);
  return bases.find((each) => proposalOf(proposals, each)?.status === 'refused') ?? version;
};

/** What became of a version, and when; or which ones wait, where there is no such version. */
export function becameOf(proposals: Proposals, version: number): string {
  const found = proposalOf(proposals, version);
  if (found !== undefined) return settledInWords(found);
  const waiting = proposals.filter(({ status }) => status === 'pending').map((each) => each.version);
  return `No version ${version} was proposed. Waiting for a decision: ${waiting.join(', ') || 'none'}.`;
}

const since = (proposedAt: string | undefined): string =>
  proposedAt === undefined ? '' : `, proposed on ${dayInWords(londonDay(proposedAt))},`;

const settledInWords = ({ version, status, proposedAt, settledAt }: Amendment): string =>
  settledAt === undefined
    ? `Version ${version}${since(proposedAt)} is waiting for a decision.`
    : `Version ${version} was ${status} on ${dayInWords(londonDay(settledAt))}.`;

/** Approved, or still to be decided. One that was returned, refused or replaced stands no more, nor does one that rests on a refused one. */
export const standing = (proposals: Proposals): Proposals =>
  proposals.filter(
    ({ version, status }) => status === 'approved' || (status === 'pending' && !restsOnRefused(proposals, version)),
  );

/** The material versions among those that stand and those they rest on: what one changes, whatever is built on it changes too. */
export function materialIn(proposals: Proposals): readonly number[] {
  const versions = standing(proposals).flatMap((each) => withBases(proposals, each));
  return [...new Set(versions)].filter((version) => proposalOf(proposals, version)?.material);
}

type Voting = Pick<Amendment, 'ballotRequired' | 'countingRule'>;

/** Whether a version takes away a ballot that the members have, or counts their votes otherwise: that is theirs to decide, so it is material. */
export const changesTheVote = ({ ballotRequired, countingRule }: Voting, { constitution }: Context): boolean =>
  countingRule !== undefined || (ballotRequired === false && constitution?.ballotRequired !== false);

/** What is material in a version or in one it rests on, and the members have not voted on. */
export function unvotedIn(version: number, context: Context): readonly number[] {
  const { amendments, covered } = context;
  const proposed = proposalOf(amendments, version);
  const within = proposed === undefined ? [] : withBases(amendments, proposed);
  return within.filter((each) => {
    const found = proposalOf(amendments, each);
    return found !== undefined && (found.material || changesTheVote(found, context)) && !covered.includes(each);
  });
}

/**
 * The proposals once a version is approved: it is the constitution then. It takes the place of those it rests on that were still to be
 * decided, as their text is in it, and of what was approved before and is not in it.
 */
export const withApproved = (proposals: Proposals, version: number, settledAt: string): Proposals => {
  const approved = proposalOf(proposals, version);
  const within = approved ? withBases(proposals, approved) : [];
  return proposals.map((each) => {
    if (each.version === version) return { ...each, status: 'approved', settledAt };
    const isReplaced = each.status === (within.includes(each.version) ? 'pending' : 'approved');
    return isReplaced ? { ...each, status: 'replaced', settledAt } : each;
  });
};

export const withProposal = (
  proposals: Proposals,
  { version, basedOn, material, ground, ballotRequired, countingRule }: Omit<Amendment, 'status'>,
  proposedAt: string,
): Proposals => [
  ...proposals,
  {
    ...{ version, basedOn, material, ground, status: 'pending', proposedAt },
    ...(ballotRequired !== undefined && { ballotRequired }),
    ...(countingRule && { countingRule }),
  },
];
