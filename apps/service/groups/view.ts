/** A group of CCGs as its page shows it. */
import type { Group, Member } from './answer.js';

export const groupName = ({ ccgs, workflow, round }: Group): string =>
  `${ccgs.length} CCGs together – ${workflow.replaceAll('-', ' ')} – round ${round}`;

const results: Readonly<Record<string, string>> = {
  carried: 'Carried',
  defeated: 'Defeated',
  inquorate: 'Inquorate',
};

/** How its members voted, as far as the person sees it; of other CCGs only how far they have come. */
function voteOf({ stages, vote, case: id, joined }: Member) {
  const mandate = stages.find(({ name }) => name === 'mandate');
  if (vote && id !== undefined) {
    const text =
      vote.result === null ? `${vote.voted} of ${vote.members} have voted` : (results[vote.result] ?? vote.result);
    return { text, href: `/cases/${id}/ballot/${vote.number}` };
  }
  if (!joined || mandate === undefined || mandate.status === 'not-started') return { text: 'Not yet' };
  if (mandate.status === 'completed') return { text: 'Mandate given' };
  return { text: mandate.status === 'in-progress' ? 'Under way' : 'Ended' };
}

/** The stages it is in now. */
function stageOf({ stages, outcome, joined }: Member): string {
  if (outcome !== null) return 'Has left';
  if (!joined) return 'Invited, has not joined yet';
  const now = stages.filter(({ status }) => status === 'in-progress' || status === 'ended').map(({ title }) => title);
  return now.length > 0 ? now.join(', ') : 'Waits for others';
}

const wordOf = (says: boolean | undefined): string => {
  if (says === undefined) return 'Not asked';
  return says ? 'Goes on' : 'Has not said yet';
};

/** One row for each CCG. */
export const memberRows = ({ members }: Group) =>
  members.map((member) => [
    {
      text: `${member.ccgName} (${member.ccg})`,
      href: member.case === undefined ? `/ccgs/${member.ccg}` : `/cases/${member.case}`,
    },
    { text: stageOf(member) },
    voteOf(member),
    { text: wordOf(member.outcome === null ? member.continuation?.ccg : undefined) },
    { text: wordOf(member.outcome === null ? member.continuation?.region : undefined) },
  ]);

export const memberHead = ['CCG', 'Stage', 'Members’ vote', 'CCG’s word to go on', 'Region’s word to go on'].map(
  (text) => ({ text }),
);

/** What is to happen next with the group as a whole, in one sentence. */
export function standingOf({ members, left, goesOn }: Group): string {
  const going = members.length - left.length;
  if (going === 0) return 'Every CCG of the group has left.';
  const others = going === 1 ? 'The one that is left goes' : `The ${going} that are left go`;
  const called = (code: string): string => members.find(({ ccg }) => ccg === code)?.ccgName ?? `the region (${code})`;
  if (!goesOn.asked) return left.length === 0 ? 'All of them apply.' : `${others} on.`;
  if (goesOn.waitingOn.length === 0) return `${others} on: they and NHS England agree.`;
  return `A CCG left. ${others} on only if each of them and NHS England agree (R-17). Waiting for ${goesOn.waitingOn.map(called).join(' and for ')}.`;
}
