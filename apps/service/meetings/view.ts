/** What the templates of meetings are given: words, tags and what is offered, out of what is shown. */
import { randomUUID } from 'node:crypto';
import type { QuorumPart } from '../../../libs/register/quorum-words.js';
import { dayInWords, deadlineInWords } from '../../../libs/workflow/london.js';
import { handlings } from '../../../workflows/committee-meeting/events.js';
import { referenceOf } from '../contract/about.js';
import type { View } from '../pages/answered.js';
import type { AboutCase, ItemShown, MeetingShown } from './answer.js';
import type { MeetingList, Ready, ReadyCase } from './list.answer.js';
import { isItemAct } from './acts.js';
import { actFor, errorsOf, formsOf, type Failed } from './forms.js';
import type { AgendaLine, MemberShown, PersonRef, PersonShown, ResultShown, RoomShown } from './shown.js';
import {
  courses,
  findingsInWords,
  nextStep,
  outcomeItems,
  readyInWords,
  resultInWords,
  seatInWords,
  standingOf,
} from './words.js';

export const pathOf = (id: string): string => `/meetings/${id}`;
export const itemPath = (id: string, item: number): string => `${pathOf(id)}?item=${item}`;

const namesOf = (people: readonly PersonRef[] = []): readonly string[] => people.map(({ name }) => name);

interface Listing {
  readonly page: number;
  /** Whose meetings are listed; undefined for all. */
  readonly organisation: string | undefined;
  /** Whose meetings the person keeps. */
  readonly own: string | undefined;
}

/** Of an agenda, so many items are named in a list. */
const mostNamed = 3;

export function listView(list: MeetingList, { page, organisation, own }: Listing) {
  const rows = (meetings: MeetingList['open']) =>
    meetings.map((meeting) => ({
      ...meeting,
      href: pathOf(meeting.id),
      tag: courses[meeting.course],
      named: meeting.items.slice(0, mostNamed),
      more: Math.max(0, meeting.items.length - mostNamed),
    }));
  return {
    title: 'Meetings',
    open: rows(list.open),
    over: rows(list.over),
    page,
    isOwn: organisation !== undefined && organisation === own,
    of: list.of,
    keeps: own !== undefined,
    query: organisation === own ? undefined : `&of=${encodeURIComponent(organisation ?? 'all')}`,
    hasMore: list.hasMore,
    hasMoreReady: list.ready.hasMore,
    ready: list.ready.cases.map(readyRow),
    tableAt: list.tableAt.map(({ id, revision, heldOn, committee }) => ({
      id: `${id} ${revision}`,
      text: `${committee}, ${dayInWords(heldOn)}`,
    })),
    outcomes: outcomeItems,
    key: () => randomUUID(),
  };
}

const readyRow = (ready: ReadyCase) => ({
  ...ready,
  ...(readyInWords[ready.standing] ?? readyInWords['recommended']),
  href: `/cases/${ready.case}`,
  mayTable: ready.tabled === undefined || ready.tabled.again,
  ...(ready.tabled && {
    at: {
      href: itemPath(ready.tabled.meeting, ready.tabled.item),
      text: `Item ${ready.tabled.item}, ${dayInWords(ready.tabled.heldOn)}`,
      outcome: tabledInWords(ready.tabled),
    },
  }),
});

const tabledInWords = ({ outcome, again }: NonNullable<ReadyCase['tabled']>): string | undefined => {
  if (outcome === 'not-carried') return 'not carried';
  if (again) return 'the case has moved on since';
  return outcome === 'open' ? undefined : `${outcome}, not on the case yet`;
};

interface InHand {
  readonly item: ItemShown | undefined;
  readonly ready: Ready;
  readonly recorded: number | undefined;
  readonly failed: Failed | undefined;
}

export function meetingView(meeting: MeetingShown, { item, ready, recorded, failed }: InHand): View {
  const head = headView(meeting);
  const forms = item ? formsOf(meeting, item, failed) : [];
  const mayTable = meeting.moves.some(({ type }) => type === 'ItemTabled') && meeting.decides;
  return {
    ...head,
    title: meeting.committee.name,
    about: `meeting of ${dayInWords(meeting.heldOn)}`,
    breadcrumbs: head.crumbs,
    errors: failed ? errorsOf(failed, forms) : [],
    recorded,
    failed,
    isUnplaced: failed !== undefined && isItemAct(failed.act) && !forms.some(({ act }) => act === failed.act),
    forms,
    // Of the item in hand more is known: what the register has learnt since it was tabled.
    agenda: meeting.agenda.map((line) => agendaRow(meeting.id, line.number === item?.number ? item : line)),
    ...(item && { item: itemView(meeting.id, item) }),
    attendance: attendanceView(meeting, failed?.act === 'attendance' ? failed : undefined),
    ...(mayTable && {
      ready: ready.cases.map(readyRow).filter(({ mayTable: isToTable }) => isToTable),
      allTabled: ready.cases.length > 0,
      hasMoreReady: ready.hasMore,
      tableAt: [{ id: `${meeting.id} ${meeting.revision}`, text: head.about }],
      outcomes: outcomeItems,
    }),
    ...(item?.result && { next: nextOpen(meeting, item.number) }),
    isThrough: meeting.course === 'sitting' && meeting.agenda.length > 0 && head.meeting.openItems.length === 0,
    ends: meeting.moves
      .filter(({ type }) => type === 'MeetingClosed' || type === 'MeetingCalledOff')
      .map((move) => ({ ...move, href: `/cases/${meeting.id}/do/${move.type}` })),
    mayEnd: meeting.moves.length > 0,
    key: () => randomUUID(),
  };
}

/** The open item to go on with from one that is settled. */
function nextOpen({ id, agenda }: MeetingShown, from: number) {
  const open = agenda.filter(({ result }) => result === undefined);
  const line = open.find(({ number }) => number > from) ?? open[0];
  return line && agendaRow(id, line);
}

/** The form of attendance: who is present as it was typed, or as it is recorded. */
function attendanceView(meeting: MeetingShown, failed: Failed | undefined) {
  const offered = meeting.moves.some(({ type }) => type === 'MembersAttended');
  const typed = failed?.typed;
  const inChair = typed?.['attendance.chairedBy']?.[0] ?? meeting.chair?.id;
  return {
    offered,
    // Where nobody has recorded it, it comes first of all.
    first: offered && (meeting.chair === undefined || failed !== undefined),
    isRecorded: meeting.chair !== undefined,
    action: `${pathOf(meeting.id)}/attendance`,
    chosenBecause: typed?.['attendance.chosenBecause']?.[0],
    failed,
    members: meeting.members.map((member) => ({
      value: member.id,
      text: member.name,
      hint: { text: seatInWords(member) },
      checked: typed ? (typed['attendance.present'] ?? []).includes(member.id) : member.present,
      chairs: inChair === undefined ? member.offices.split(', ').includes('chair') : member.id === inChair,
    })),
    errors: Object.fromEntries((failed?.errors ?? []).map(({ field, message }) => [field, message])),
  };
}

/** What stands at the head of every page of a meeting. */
export function headView(meeting: MeetingShown) {
  const { id, committee, heldOn, members } = meeting;
  return {
    about: `${committee.name}, ${dayInWords(heldOn)}`,
    reference: referenceOf(id),
    meeting: {
      ...meeting,
      href: pathOf(id),
      tag: courses[meeting.course],
      members: members.map(memberRow),
      present: members.filter(({ present }) => present).length,
      quorumSentence: `A decision needs ${meeting.quorum}.`,
      openItems: meeting.agenda.filter(({ result }) => result === undefined).map(({ number }) => number),
    },
    crumbs: [{ text: 'Meetings', href: '/meetings' }],
  };
}

const memberRow = (member: MemberShown) => ({ ...member, seat: seatInWords(member) });

export const agendaRow = (id: string, line: AgendaLine) => ({
  ...line,
  href: `${itemPath(id, line.number)}#item`,
  tag: standingOf(line),
});

/** The item to have in hand first: the first that is open, or else the first of all. */
export const firstInHand = ({ agenda }: MeetingShown): number | undefined =>
  (agenda.find(({ result }) => result === undefined) ?? agenda[0])?.number;

export function itemView(id: string, item: ItemShown) {
  const { number, need, result, about } = item;
  return {
    ...item,
    tag: standingOf(item),
    step: need && nextStep[need],
    ...(result && { result: resultRow(result) }),
    room: roomView(item.room),
    changes: item.changed.map(({ what, at }) => ({ what, at: deadlineInWords(at) })),
    ...(about && { about: aboutView(about) }),
    ...(!item.isOnTheCase && actFor(result) && { unrecorded: unrecordedInWords(item) }),
    href: itemPath(id, number),
  };
}

/** Of what was decided and is not on its case, whoever cannot record it is told who does. */
const unrecordedInWords = ({ changed }: ItemShown): string =>
  changed.length > 0
    ? 'It is not on the case, and cannot be any more: the case has moved on.'
    : 'It is not on the case yet. A member who is not barred from the case records it there.';

export const aboutView = (about: AboutCase) => ({
  ...about,
  href: `/cases/${about.id}`,
  findings: findingsInWords(about.thresholds),
  isAssured: Object.keys(about.thresholds).length > 0,
});

export const resultRow = (result: ResultShown) => ({
  ...result,
  tag: resultInWords(result),
  votes: [
    { label: 'For', names: namesOf(result.for) },
    { label: 'Against', names: namesOf(result.against) },
    { label: 'Abstained', names: namesOf(result.abstained) },
  ],
});

export const roomView = (room: RoomShown) => ({
  ...room,
  people: room.people.map(personRow),
  counting: namesOf(room.counting),
  chairs: namesOf(room.chairs),
  unhandled: namesOf(room.unhandled),
  asks: room.quorum?.asks ?? 'all',
  parts: room.quorum
    ? (room.quorum.parts.length > 0 ? room.quorum.parts : [room.quorum]).map((part) => partRow(part, room.people))
    : [],
});

export const personRow = (person: PersonShown) => ({
  ...memberRow(person),
  ...(person.declared && {
    interest: person.declared.interest,
    declaredAt: person.declared.at,
    handled: person.declared.handling === null ? undefined : handlings[person.declared.handling],
  }),
});

interface PartRow extends Omit<QuorumPart, 'parts'> {
  readonly who: readonly string[];
  readonly parts: readonly PartRow[];
}

const partRow = (part: QuorumPart, people: readonly PersonRef[]): PartRow => ({
  ...part,
  who: part.counted.map((id) => people.find((person) => person.id === id)?.name ?? id),
  parts: part.parts.map((each) => partRow(each, people)),
});
