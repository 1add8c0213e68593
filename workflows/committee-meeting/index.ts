/** A meeting of a committee: who was there, who declared what, how it was handled, and the votes on each case. */
import type { Particulars } from '../../libs/workflow/index.js';
import { endOfDay } from '../../libs/workflow/london.js';
import { declare } from '../../libs/workflow/model.js';
import { barsBy, registeredBy } from './conflict.js';
import { itemOf, roles, type Context } from './context.js';
import { events, known, type FactOf, type MeetingFact } from './events.js';
import { machine } from './machine.js';
import { hasClinicalInput, isQuorate, lackOf, presentAt, votersOf } from './room.js';
import { offersOfMeeting } from './offers.js';
import { rules } from './rules.js';

export const committeeMeeting = declare({
  name: 'committee-meeting',
  version: '1',
  title: 'Committee meeting',
  machine,
  events,
  rules,
  roles,
  stages: [{ name: 'meeting', title: 'Committee meeting', path: 'meeting' }],
  begins: 'MeetingConvened',
  commuting: ['ConflictDeclared'],
  lookUps: {
    MeetingConvened: ['committee'],
    MembersAttended: ['constituted'],
    ItemTabled: [...known, 'put'],
    ConflictDeclared: [...known, 'interestId'],
    ConflictHandled: known,
    NoClinicalInputAcknowledged: known,
    ItemDecided: known,
    ItemLeftInquorate: known,
  },
  caseIn: (context, { item }) => itemOf(context as Context, Number(item))?.case,
  tells: {
    ConflictDeclared: (fact, context, id) =>
      barsBy(fact as MeetingFact as FactOf<'ConflictDeclared'>, context as Context, id),
    ConflictHandled: (fact, context, id) =>
      barsBy(fact as MeetingFact as FactOf<'ConflictHandled'>, context as Context, id),
  },
  registers: {
    ConflictDeclared: {
      rule: 'R-47',
      becomes: (fact, context) => registeredBy(fact as MeetingFact as FactOf<'ConflictDeclared'>, context as Context),
    },
  },
  datesSetBy: (fact) => {
    const { type, data } = fact as MeetingFact;
    return type === 'MeetingConvened' ? { meeting: endOfDay(data.heldOn) } : {};
  },
  particulars: (context) => particulars(context as Context),
  concerns: () => false,
  summary: (context) => summary(context as Context),
  irreversible: {
    ItemDecided: 'The votes stand in the minute of the item.',
    MeetingClosed: 'Nothing more can be added to the minutes.',
    MeetingCalledOff: 'The meeting does not take place. Convene another one to take its items.',
  },
  offers: offersOfMeeting,
});

/** A meeting is about many CCGs or none: it is its committee's, whose organisation stands where a case has its region. */
function particulars({ committee }: Context): Particulars | undefined {
  return committee ? { ccgName: committee.name, region: committee.organisation, group: [] } : undefined;
}

/** Plain data for readers: who met, and of each item how it stands with its quorum, interests and votes. */
function summary(context: Context): Readonly<Record<string, unknown>> {
  const { committee, heldOn, place, chairedBy, items } = context;
  return {
    committee: committee && { id: committee.id, name: committee.name, organisation: committee.organisation },
    quorum: committee?.quorum ?? null,
    members: committee?.members ?? [],
    heldOn,
    place,
    present: presentAt(context),
    chairedBy,
    items: items.map((item, index) => ({
      item: index + 1,
      ...item,
      quorate: isQuorate(context, item),
      missing: lackOf(context, item),
      voters: votersOf(context, item).map(({ id }) => id),
      clinicalInput: hasClinicalInput(context, item),
    })),
  };
}
