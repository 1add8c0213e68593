/** Minutes and pack, as their templates are given them: on one page each, to be printed. */
import type { Minutes, Pack } from './answer.js';
import { aboutView, headView, personRow, resultRow, roomView } from './view.js';
import { standingOf } from './words.js';

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
      exclusions: exclusionsOf(minutes, item),
      acknowledgement: latestOn(minutes, 'NoClinicalInputAcknowledged', item.number),
    })),
  };
}

const latestOn = ({ events }: Minutes, type: string, item: number) =>
  events.findLast((event) => event.type === type && event.data['item'] === item);

/** By the id of whoever declared an interest: who handled it last, and when. */
function handlersOf(
  { events }: Minutes,
  item: number,
): Readonly<Record<string, { readonly name: string; readonly at: string }>> {
  const handled = events.filter(({ type, data }) => type === 'ConflictHandled' && data['item'] === item);
  return Object.fromEntries(handled.map(({ data, actor, at }) => [String(data['person']), { name: actor.name, at }]));
}

/** Of those present, who declared something, or did not count for something else. */
function exclusionsOf(minutes: Minutes, { number, room }: Minutes['items'][number]) {
  const handled = handlersOf(minutes, number);
  return room.people
    .filter(({ declared, because }) => declared !== undefined || because !== undefined)
    .map((person) => ({ ...personRow(person), handledBy: handled[person.id] }));
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
