/** Committees meet: who is there, who leaves for which item, and the votes. */
import { Casework, type Count } from './casework.js';
import type { Agenda, Proposal } from './agenda.js';
import type { Api } from './api.js';
import { on, type Story } from './calendar.js';

/** A committee as the register constitutes it. */
export interface Committee {
  readonly id: string;
  /** `nhse`, or the code of a region. */
  readonly organisation: string;
  readonly members: readonly { readonly id: string; readonly voting: boolean; readonly offices: readonly string[] }[];
}

/** Papers are in before, decisions are recorded after. */
export const hours = { papers: '09:00', meeting: '11:00', decisions: '14:00' } as const;

/** The committee meets on these days, about whatever is on its agenda by then. */
export async function* meetingsOf(
  committee: Committee,
  days: readonly string[],
  { api, agenda, count }: { api: Api; agenda: Agenda; count: Count },
): Story {
  for (const day of days.toSorted()) {
    yield on(day, hours.meeting);
    const proposals = agenda.proposals(committee.id, day);
    if (proposals.length === 0) continue;
    const work = new Casework(api, '', count);
    await hold(work, committee, day, proposals);
    agenda.held(day, work.id, proposals);
  }
}

async function hold(work: Casework, { id, members }: Committee, day: string, proposals: readonly Proposal[]) {
  const holding = (office: string): string =>
    members.find(({ offices, voting }) => voting && offices.includes(office))?.id ?? '';
  const chair = holding('chair');
  const deputy = holding('vice-chair') || (members.find((each) => each.voting && each.id !== chair)?.id ?? '');
  await work.begin({ workflow: 'committee-meeting', data: { committeeId: id, heldOn: day } }, chair);
  await work.act(chair, 'MembersAttended', { present: members.map((member) => member.id), chairedBy: chair });
  for (const [index, { case: about, title, decision, conditions, leaves }] of proposals.entries()) {
    const item = index + 1;
    await work.act(chair, 'ItemTabled', { case: about, title, decision });
    if (leaves !== undefined) {
      await work.act(chair, 'ConflictDeclared', { item, person: leaves, interest: 'A relative works at the CCG.' });
      await work.act(leaves === chair ? deputy : chair, 'ConflictHandled', { item, person: leaves, handling: 'left' });
    }
    const voters = members.filter((member) => member.voting && member.id !== leaves).map((member) => member.id);
    await work.act(chair, 'ItemDecided', {
      item,
      decision,
      ...(conditions !== undefined && { conditions }),
      votes: votesOf(voters, index),
      grounds: 'The papers were read and the region was heard.',
    });
  }
  await work.act(chair, 'MeetingClosed', {});
}

/** Most items are carried by all; on some a member is against, on some one abstains. */
function votesOf(voters: readonly string[], index: number) {
  const last = voters.slice(-1);
  const others = voters.slice(0, -1);
  if (index % 11 === 7) return { for: others, against: last, abstained: [] };
  if (index % 11 === 3) return { for: others, against: [], abstained: last };
  return { for: voters, against: [], abstained: [] };
}
