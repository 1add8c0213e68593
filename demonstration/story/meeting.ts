/** A committee meets: who is there, what is on its agenda, who leaves for which item, and the votes. */
import type { Form } from '../forms.js';
import { londonDay } from '../../libs/workflow/london.js';
import { says } from './scene.js';
import type { Exclusions, Step, Story } from './step.js';

/** A committee as the register constitutes it. */
export interface Committee {
  readonly id: string;
  readonly members: readonly { readonly id: string; readonly voting: boolean; readonly offices: readonly string[] }[];
}

export interface Sitting {
  readonly committee: Committee;
  readonly at: Date;
  /** The day, in London. */
  readonly heldOn: string;
  /** Who keeps the minutes; its chair unless told. */
  readonly keeper?: string;
  readonly place?: string;
}

/** What a case is put to a meeting for. */
export interface Item {
  /** Id of the case. */
  readonly case: string;
  readonly title: string;
  readonly decision: string;
  /** Of an approval with conditions, those that are voted on. */
  readonly conditions?: unknown;
  /** Ids of those who may not vote on it. */
  readonly barred?: readonly string[];
  /** A member who has an interest in the case, as the register knows, and leaves the room for it. */
  readonly leaves?: string;
  /** Those by whom it is left without a quorum; the region escalates it then. */
  readonly exclusions?: Exclusions;
  /** How the last of the voters votes, where not for it. */
  readonly dissent?: 'against' | 'abstained';
}

/** All come, and every item is decided, or escalated for want of a quorum. The items have the numbers of the agenda, from 1. */
export function* meeting(sitting: Sitting, agenda: readonly Item[]): Story {
  yield* opened(sitting);
  for (const [index, item] of agenda.entries()) {
    yield tabled(sitting, item);
    yield* item.exclusions ? leftInquorate(sitting, index + 1, item.exclusions) : decidedOn(sitting, index + 1, item);
  }
  yield says(sitting.at, keeperOf(sitting), 'MeetingClosed');
}

export function* opened(sitting: Sitting): Story {
  const { at, committee, heldOn, place } = sitting;
  const who = keeperOf(sitting);
  const data = { committeeId: committee.id, heldOn, ...(place !== undefined && { place }) };
  yield { to: 'begin', at, who, type: 'MeetingConvened', workflow: 'committee-meeting', data };
  const present = committee.members.map(({ id }) => id);
  yield says(at, who, 'MembersAttended', { present, chairedBy: chairOf(committee) });
}

export const tabled = (sitting: Sitting, item: Item): Step => {
  const { case: about, title, decision } = item;
  return says(sitting.at, minutesOf(sitting, item), 'ItemTabled', { case: about, title, decision });
};

export function* decidedOn(sitting: Sitting, item: number, proposal: Item): Story {
  const { at, committee } = sitting;
  const keeper = minutesOf(sitting, proposal);
  const { decision, conditions, leaves } = proposal;
  if (leaves !== undefined) yield says(at, keeper, 'ConflictHandled', { item, person: leaves, handling: 'left' });
  yield says(at, keeper, 'ItemDecided', {
    item,
    decision,
    ...(conditions !== undefined && { conditions }),
    votes: votesOn(committee, proposal),
    grounds: 'The papers were read and the region was heard.',
  });
}

/** Interests are declared, and whoever keeps the minutes handles them where the chair has one. */
function* leftInquorate(sitting: Sitting, item: number, { subject, declared, reasons }: Exclusions): Story {
  const { at } = sitting;
  const keeper = keeperOf(sitting);
  for (const { who, kind, interest } of declared) {
    const said = { item, person: who, kind, subject, interest, aroseOn: londonDay(at) };
    yield says(at, who, 'ConflictDeclared', said);
  }
  for (const { who } of declared) yield says(at, keeper, 'ConflictHandled', { item, person: who, handling: 'left' });
  yield says(at, keeper, 'ItemLeftInquorate', { item, next: 'escalate', reasons });
}

function votesOn({ members }: Committee, { barred = [], leaves, dissent }: Item): Form {
  const voters = members
    .filter(({ id, voting }) => voting && id !== leaves && !barred.includes(id))
    .map(({ id }) => id);
  const all = { for: voters, against: [], abstained: [] };
  return dissent === undefined ? all : { ...all, for: voters.slice(0, -1), [dissent]: voters.slice(-1) };
}

const keeperOf = ({ keeper, committee }: Sitting): string => keeper ?? chairOf(committee);

/** Nobody keeps the minutes of an item in which they have an interest. */
const minutesOf = (sitting: Sitting, { leaves }: Item): string =>
  leaves === keeperOf(sitting) ? deputyOf(sitting.committee) : keeperOf(sitting);

function chairOf({ members }: Committee): string {
  const voters = members.filter(({ voting }) => voting);
  return (voters.find(({ offices }) => offices.includes('chair')) ?? voters[0])?.id ?? '';
}

function deputyOf(committee: Committee): string {
  const others = committee.members.filter(({ id, voting }) => voting && id !== chairOf(committee));
  return (others.find(({ offices }) => offices.includes('vice-chair')) ?? others[0])?.id ?? '';
}
