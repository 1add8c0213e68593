/** What the templates of meetings are given: words, tags and what is offered, out of what is shown. */
import type { QuorumPart } from '../../../libs/register/quorum-words.js';
import { dayInWords, deadlineInWords } from '../../../libs/workflow/london.js';
import { handlings } from '../../../workflows/committee-meeting/events.js';
import { organisationInWords } from '../pages/words.js';
import type { AboutCase, ItemShown, MeetingList, MeetingShown, Minutes, Pack } from './answer.js';
import type { AgendaLine, MemberShown, PersonRef, PersonShown, ResultShown, RoomShown } from './shown.js';
import { courses, findingsInWords, nextStep, readyInWords, resultInWords, seatInWords, standingOf } from './words.js';

export const pathOf = (id: string): string => `/meetings/${id}`;
export const itemPath = (id: string, item: number): string => `${pathOf(id)}?item=${item}`;

const namesOf = (people: readonly PersonRef[] = []): readonly string[] => people.map(({ name }) => name);

export function listView(list: MeetingList, { organisation, page }: { readonly organisation?: string; readonly page: number }) {
  const rows = (meetings: MeetingList['open']) =>
    meetings.map((meeting) => ({
      ...meeting,
      href: pathOf(meeting.id),
      of: organisationInWords(meeting.organisation),
      tag: courses[meeting.course],
    }));
  return {
    title: 'Meetings',
    open: rows(list.open),
    over: rows(list.over),
    page,
    organisation,
    hasMore: list.hasMore,
    hasMoreReady: list.hasMoreReady,
    ready: list.ready.map(readyRow),
  };
}

export const readyRow = (ready: MeetingList['ready'][number]) => ({
  ...ready,
  ...(readyInWords[ready.standing] ?? readyInWords['recommended']),
  href: `/cases/${ready.case}`,
  ...(ready.tabled && {
    at: {
      href: itemPath(ready.tabled.meeting, ready.tabled.item),
      text: `Item ${ready.tabled.item}, ${dayInWords(ready.tabled.heldOn)}${ready.tabled.voted ? ': voted, not on the case yet' : ''}`,
    },
  }),
});

/** What stands at the head of every page of a meeting. */
export function headView(meeting: MeetingShown) {
  const { id, committee, heldOn, members } = meeting;
  return {
    about: `${committee.name}, ${dayInWords(heldOn)}`,
    meeting: {
      ...meeting,
      href: pathOf(id),
      tag: courses[meeting.course],
      of: organisationInWords(committee.organisation),
      members: members.map(memberRow),
      present: members.filter(({ present }) => present).length,
      openItems: meeting.agenda.filter(({ result }) => result === undefined).map(({ number }) => number),
    },
    crumbs: [{ text: 'Meetings', href: '/meetings' }],
  };
}

const memberRow = (member: MemberShown) => ({ ...member, seat: seatInWords(member) });

export const agendaRow = (id: string, line: AgendaLine) => ({ ...line, href: `${itemPath(id, line.number)}#item`, tag: standingOf(line) });

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
    href: itemPath(id, number),
  };
}

const aboutView = (about: AboutCase) => ({
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
  parts: room.quorum ? (room.quorum.parts.length > 0 ? room.quorum.parts : [room.quorum]).map((part) => partRow(part, room.people)) : [],
});

const personRow = (person: PersonShown) => ({
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

export function minutesView(minutes: Minutes) {
  const head = headView(minutes);
  const { events } = minutes;
  const last = (type: string) => events.findLast((event) => event.type === type);
  return {
    ...head,
    title: 'Minutes',
    breadcrumbs: [...head.crumbs, { text: head.about, href: head.meeting.href }],
    apologies: head.meeting.members.filter(({ present }) => !present),
    attended: head.meeting.members.filter(({ present }) => present),
    attendance: last('MembersAttended'),
    closing: last('MeetingClosed'),
    calledOff: last('MeetingCalledOff'),
    items: minutes.items.map((item) => ({
      ...item,
      tag: standingOf(item),
      ...(item.result && { result: resultRow(item.result) }),
      room: roomView(item.room),
      handledBy: handlersOf(minutes, item.number),
      acknowledgement: latestOn(minutes, 'NoClinicalInputAcknowledged', item.number),
    })),
  };
}

const latestOn = ({ events }: Minutes, type: string, item: number) =>
  events.findLast((event) => event.type === type && event.data['item'] === item);

/** By the id of whoever declared an interest: who handled it last, and when. */
function handlersOf({ events }: Minutes, item: number): Readonly<Record<string, { readonly name: string; readonly at: string }>> {
  const handled = events.filter(({ type, data }) => type === 'ConflictHandled' && data['item'] === item);
  return Object.fromEntries(handled.map(({ data, actor, at }) => [String(data['person']), { name: actor.name, at }]));
}

export function packView(pack: Pack) {
  const head = headView(pack);
  return {
    ...head,
    title: 'Pack',
    breadcrumbs: [...head.crumbs, { text: head.about, href: head.meeting.href }],
    items: pack.items.map((item) => ({
      ...item,
      tag: standingOf(item),
      ...(item.about && { about: aboutView(item.about) }),
    })),
  };
}
