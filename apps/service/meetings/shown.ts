/** What is shown of a meeting and of an item of its agenda, worked out of what the meeting remembers. */
import type { QuorumPart } from '../../../libs/register/quorum-words.js';
import { quorumParts } from '../../../libs/register/quorum-words.js';
import type { Declaration, Item } from '../../../workflows/committee-meeting/context.js';
import { outcomeWords, type Outcome } from '../../../workflows/committee-meeting/decisions.js';
import { handlings, type Attendee, type Handling } from '../../../workflows/committee-meeting/events.js';
import type { MeetingContext } from '../../../workflows/committee-meeting/minute.js';
import { offices } from '../../../workflows/committee-meeting/quorum.js';
import {
  chairsOf,
  countingFor,
  hasClinicalInput,
  isQuorate,
  presentAt,
  unhandledOf,
  votersOf,
} from '../../../workflows/committee-meeting/room.js';

/** Where a meeting stands. */
export type Course = 'called' | 'sitting' | 'closed' | 'called-off';

export interface PersonRef {
  readonly id: string;
  readonly name: string;
}

export interface MemberShown extends PersonRef {
  /** In words: `chair, lay member`. */
  readonly offices: string;
  readonly voting: boolean;
  readonly clinician: boolean;
  readonly present: boolean;
  /** In the chair of the meeting. */
  readonly chairs: boolean;
  /** Chair or vice-chair of the committee. */
  readonly mayChair: boolean;
}

/** What an open item waits for, in the order in which it is to be dealt with. */
export type Need = 'attendance' | 'handling' | 'inquorate' | 'clinician' | 'votes';

/** An item as the agenda lists it. */
export interface AgendaLine {
  readonly number: number;
  readonly case: string;
  readonly title: string;
  /** The decision proposed, in words. */
  readonly proposed: string;
  /** Absent of an item that is settled. */
  readonly need?: Need;
  readonly result?: ResultShown;
  readonly tabledAt?: string;
  readonly settledAt?: string;
}

/** How an item was settled. */
export interface ResultShown {
  readonly outcome: 'carried' | 'not-carried' | 'inquorate' | 'retabled';
  readonly decision?: string;
  /** The same, by its name. */
  readonly decides?: Outcome;
  readonly for?: readonly PersonRef[];
  readonly against?: readonly PersonRef[];
  readonly abstained?: readonly PersonRef[];
  readonly castingVote?: 'for' | 'against';
  readonly conditions?: readonly ConditionShown[];
  /** The grounds of a decision, or the reasons why none was taken. */
  readonly reasons?: string;
  readonly next?: 'defer' | 'escalate';
}

export interface ConditionShown {
  readonly matter: string;
  readonly owner: string;
  readonly due: string;
  readonly precedent: boolean;
}

/** Somebody present, as far as one item goes. */
export interface PersonShown extends MemberShown {
  readonly declared?: { readonly interest: string; readonly at?: string; readonly handling: Handling | null };
  readonly inRoom: boolean;
  readonly votes: boolean;
  readonly counts: boolean;
  /** Why they do not count, or do not vote. */
  readonly because?: string;
}

/** Who is in the room for an item, and whether they are enough. */
export interface RoomShown {
  readonly people: readonly PersonShown[];
  readonly quorate: boolean;
  readonly quorum?: QuorumPart;
  readonly counting: readonly PersonRef[];
  readonly clinicalInput: boolean;
  readonly acknowledgedBy?: PersonRef;
  /** Who acts in the chair for the item. */
  readonly chairs: readonly PersonRef[];
  readonly unhandled: readonly PersonRef[];
}

export const officeInWords = (office: string): string =>
  Object.hasOwn(offices, office) ? offices[office as keyof typeof offices] : office.replaceAll('-', ' ');

export const membersOf = (context: MeetingContext, members: readonly Attendee[]): readonly MemberShown[] =>
  members.map((member) => ({
    id: member.id,
    name: member.name,
    offices: member.offices.map(officeInWords).join(', '),
    voting: member.voting,
    clinician: member.clinician,
    present: context.present.includes(member.id),
    chairs: context.chairedBy === member.id,
    mayChair: ['chair', 'vice-chair'].some((office) => member.offices.includes(office)),
  }));

/** Somebody by the name under which the committee knows them. */
export const refOf = ({ committee }: MeetingContext, id: string): PersonRef => ({
  id,
  name: committee?.members.find((member) => member.id === id)?.name ?? id,
});

export function needOf(context: MeetingContext, item: Item): Need {
  if (context.chairedBy === null) return 'attendance';
  if (unhandledOf(context, item).length > 0) return 'handling';
  if (!isQuorate(context, item)) return 'inquorate';
  return item.acknowledgedBy === null && !hasClinicalInput(context, item) ? 'clinician' : 'votes';
}

export const lineOf = (context: MeetingContext, item: Item, number: number): AgendaLine => ({
  number,
  case: item.case,
  title: item.title,
  proposed: outcomeWords[item.proposed],
  ...(item.result ? { result: resultOf(context, item.result) } : { need: needOf(context, item) }),
  ...(item.tabledAt !== undefined && { tabledAt: item.tabledAt }),
  ...(item.settledAt !== undefined && { settledAt: item.settledAt }),
});

function resultOf(context: MeetingContext, result: NonNullable<Item['result']>): ResultShown {
  if (result.outcome === 'retabled') return { outcome: 'retabled' };
  if (result.outcome === 'inquorate') return { outcome: 'inquorate', next: result.next, reasons: result.reasons };
  const named = (ids: readonly string[]) => ids.map((id) => refOf(context, id));
  const { outcome, decision, votes, castingVote, conditions, grounds } = result;
  return {
    outcome,
    decision: outcomeWords[decision],
    decides: decision,
    for: named(votes.for),
    against: named(votes.against),
    abstained: named(votes.abstained),
    ...(castingVote && { castingVote }),
    ...(conditions && { conditions }),
    reasons: grounds,
  };
}

export function roomOf(context: MeetingContext, item: Item): RoomShown {
  const { committee } = context;
  const counting = countingFor(context, item);
  const named = (ids: readonly string[]) => ids.map((id) => refOf(context, id));
  return {
    people: peopleOf(context, item),
    quorate: isQuorate(context, item),
    ...(committee && { quorum: quorumParts(committee.quorum, counting, officeInWords) }),
    counting: named(counting.map(({ id }) => id)),
    clinicalInput: hasClinicalInput(context, item),
    ...(item.acknowledgedBy !== null && { acknowledgedBy: refOf(context, item.acknowledgedBy) }),
    chairs: named(chairsOf(context, item)),
    unhandled: named(unhandledOf(context, item)),
  };
}

function peopleOf(context: MeetingContext, item: Item): readonly PersonShown[] {
  const counting = countingFor(context, item).map(({ id }) => id);
  const voting = votersOf(context, item).map(({ id }) => id);
  return membersOf(context, presentAt(context)).map((member) => {
    const declared = item.declarations.find(({ id }) => id === member.id);
    const [counts, votes] = [counting.includes(member.id), voting.includes(member.id)];
    const because = counts ? undefined : whyNot(item, member.id, declared);
    return {
      ...member,
      ...(declared && {
        declared: {
          interest: declared.interest,
          handling: declared.handling,
          ...(declared.at !== undefined && { at: declared.at }),
        },
      }),
      inRoom: sits(item, member.id) && !hasLeft(declared),
      votes,
      counts,
      ...(because !== undefined && { because }),
    };
  });
}

const sits = ({ entitled }: Item, id: string): boolean => entitled === undefined || entitled.includes(id);

const hasLeft = (declared: Declaration | undefined): boolean =>
  declared?.handling === 'left' || declared?.handling === 'no-papers';

/** Why somebody present does not count for the quorum of an item. */
function whyNot(item: Item, id: string, declared: Declaration | undefined): string {
  if (!sits(item, id)) return 'Does not hold the role of a member any more (R-45)';
  if (declared?.handling === null) return 'The interest is not handled yet (R-47)';
  if (declared?.handling && declared.handling !== 'acknowledged') return `${handlings[declared.handling]} (R-47)`;
  return 'Barred from the case: worked on it, or has an interest in it (R-46, R-47)';
}
