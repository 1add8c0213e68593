import { dayInWords, hasDayCome, londonDay, momentInWords } from '../../libs/workflow/london.js';
import { rulesOver } from '../../libs/workflow/model.js';
import type { Rule, RuleId } from '../../libs/workflow/index.js';
import { asKnown, hasChangedSince, itemOf, NATIONAL, sitting, type Context, type Item } from './context.js';
import type { FactOf, FactType, Known, MeetingFact, Votes } from './events.js';
import { faultOf } from './quorum.js';
import { chairsOf, hasClinicalInput, isQuorate, lackOf, unhandledOf, votersOf } from './room.js';

interface MeetingFacts {
  readonly context: Context;
  readonly event: MeetingFact;
}

/** A rule about what is said with one kind of fact. It is only asked about those it guards, which a generic cannot tell the compiler. */
function about<Type extends FactType>(
  _: Type,
  rule: {
    readonly id?: RuleId;
    readonly meaning: string | ((fact: FactOf<Type>, context: Context) => string);
    readonly holds: (fact: FactOf<Type>, context: Context) => boolean;
  },
): Rule<MeetingFacts> {
  const { id, meaning, holds } = rule;
  return {
    ...(id && { id }),
    readsData: true,
    meaning: typeof meaning === 'string' ? meaning : ({ context, event }) => meaning(event as FactOf<Type>, context),
    holds: ({ context, event }) => holds(event as FactOf<Type>, context),
  };
}

type OnItem =
  'ConflictDeclared' | 'ConflictHandled' | 'NoClinicalInputAcknowledged' | 'ItemDecided' | 'ItemLeftInquorate';

/** The item that a fact names, as its people are when the fact is recorded. */
function namedItem({ context, event }: MeetingFacts): Item | undefined {
  const item = 'item' in event.data ? itemOf(context, event.data.item) : undefined;
  return item && asKnown(item, event.data as Partial<Known>);
}

/** A rule about an item; it holds where there is no such item, which `itemIsOpen` says. */
function ofItem<Type extends OnItem>(rule: {
  readonly id: RuleId;
  readonly meaning: string | ((fact: FactOf<Type>, context: Context, item: Item) => string);
  readonly holds: (fact: FactOf<Type>, context: Context, item: Item) => boolean;
}): Rule<MeetingFacts> {
  const { id, meaning, holds } = rule;
  return {
    id,
    readsData: true,
    meaning:
      typeof meaning === 'string'
        ? meaning
        : (facts) => {
            const item = namedItem(facts);
            return item ? meaning(facts.event as FactOf<Type>, facts.context, item) : '';
          },
    holds: (facts) => {
      const item = namedItem(facts);
      return item === undefined || holds(facts.event as FactOf<Type>, facts.context, item);
    },
  };
}

const settled = {
  carried: 'was carried',
  'not-carried': 'was not carried',
  inquorate: 'was left inquorate',
  retabled: 'was tabled anew',
} as const satisfies Record<NonNullable<Item['result']>['outcome'], string>;

const settledInWords = ({ result, settledAt }: Item): string =>
  result === null || settledAt === undefined
    ? 'is open'
    : `${settled[result.outcome]} on ${dayInWords(londonDay(settledAt))}`;

const numberIn = ({ event }: MeetingFacts): number => ('item' in event.data ? event.data.item : 0);

const everyVote = (votes: Votes): readonly string[] => [...votes.for, ...votes.against, ...votes.abstained];
const isTied = (votes: Votes): boolean => votes.for.length === votes.against.length;

function namesOf({ committee }: Context, ids: readonly string[]): string {
  return ids.map((id) => committee?.members.find((member) => member.id === id)?.name ?? id).join(', ');
}

/** Whether somebody voted on an item that was settled who may not any more. */
const votersBarred = ({ result }: Item, barred: readonly string[]): boolean =>
  result !== null && 'votes' in result && everyVote(result.votes).some((id) => barred.includes(id));

const without = (ids: readonly string[], others: readonly string[]): readonly string[] =>
  ids.filter((id) => !others.includes(id));

const strangersAmong = (votes: Votes, context: Context, item: Item): readonly string[] =>
  without(
    everyVote(votes),
    votersOf(context, item).map(({ id }) => id),
  );

const unaccounted = (votes: Votes, context: Context, item: Item): readonly string[] =>
  without(
    votersOf(context, item).map(({ id }) => id),
    everyVote(votes),
  );

/** The chair and the vice-chair of a committee may chair its meeting; any voting member whom those present chose, too. */
function mayChair(event: FactOf<'MembersAttended'>, context: Context): boolean {
  const { data } = event;
  const chair = sitting(context, event)?.members.find(({ id }) => id === data.chairedBy);
  if (chair === undefined || !data.present.includes(chair.id)) return false;
  if (chair.offices.includes('chair') || chair.offices.includes('vice-chair')) return true;
  return chair.voting && data.chosenBecause !== undefined;
}

export const rules = rulesOver<MeetingFacts>()({
  committeeIsNational: about('MeetingConvened', {
    meaning: 'The committee is a region’s.',
    holds: ({ data }) => data.committee.organisation === NATIONAL,
  }),
  committeeIsRegional: about('MeetingConvened', {
    meaning: 'The committee is the national one.',
    holds: ({ data }) => data.committee.organisation !== NATIONAL,
  }),
  quorumIsARule: about('MeetingConvened', {
    id: 'R-47',
    meaning: ({ data }) => `The quorum of the committee cannot be counted by. ${faultOf(data.committee.quorum) ?? ''}.`,
    holds: ({ data }) => faultOf(data.committee.quorum) === undefined,
  }),
  meetingDayHasCome: {
    id: 'R-47',
    meaning: ({ context }) => `The meeting is on ${context.heldOn}. Record who attended on that day or later.`,
    holds: ({ context, event }) => hasDayCome(context.heldOn, londonDay(event.at)),
  },
  nothingIsSettled: {
    id: 'R-47',
    meaning: ({ context: { items } }) => {
      const first = items.findIndex(({ result }) => result !== null);
      const item = items[first];
      return `${item ? `Item ${first + 1} ${settledInWords(item)}` : 'An item is settled'}, so who was present can no longer be changed.`;
    },
    holds: ({ context }) => context.items.every(({ result }) => result === null),
  },
  presentAreMembers: about('MembersAttended', {
    id: 'R-47',
    meaning: (event, context) => {
      const ids = (sitting(context, event)?.members ?? []).map(({ id }) => id);
      return `Not a member of this committee on the day of the meeting: ${without(event.data.present, ids).join(', ')}.`;
    },
    holds: (event, context) =>
      event.data.present.every((id) => sitting(context, event)?.members.some((member) => member.id === id) === true),
  }),
  chairMayChair: about('MembersAttended', {
    id: 'R-47',
    meaning:
      'The chair or the vice-chair of the committee chairs its meeting. Where neither does, name a voting member who is present and why they were chosen.',
    holds: mayChair,
  }),
  committeeDecides: {
    id: 'R-45',
    meaning:
      'This committee advises, as the register has it, and decides on no application. Put the case to the national committee, or to the panel of the region.',
    holds: ({ context: { committee } }) => committee?.purpose !== 'advisory',
  },
  caseIsNotTabled: about('ItemTabled', {
    id: 'R-47',
    meaning: ({ data }, { items }) => {
      const last = items.findLastIndex((item) => item.case === data.case);
      const item = items[last];
      return `The case is item ${last + 1} of the agenda already, tabled on ${dayInWords(londonDay(item?.tabledAt ?? ''))}, and ${item ? settledInWords(item) : 'is open'}. Only what was voted on and not carried, has changed since, or was voted on by somebody who is barred by now, can be tabled again in a meeting.`;
    },
    holds: (event, { items }) =>
      items.every(
        (item) =>
          item.case !== event.data.case ||
          item.result?.outcome === 'not-carried' ||
          hasChangedSince(item, event) ||
          votersBarred(item, event.data.barred),
      ),
  }),
  keeperMayAct: {
    id: 'R-47',
    readsData: true,
    meaning:
      'You have an interest in this case, or a hand in what the CCG does on it, so you do not keep the minutes of it. Somebody else must.',
    holds: ({ event: { actor, data } }) => !(data as Partial<Known>).mayNotAct?.includes(actor.id),
  },
  itemIsOpen: {
    id: 'R-47',
    readsData: true,
    limits: { fields: ['item'], general: 'Name an item of the agenda that is not settled, by its number.' },
    meaning: (facts) => {
      const item = namedItem(facts);
      return item === undefined
        ? `There is no such item. The agenda has ${facts.context.items.length}.`
        : `Item ${numberIn(facts)} ${settledInWords(item)}, and never changes. Table the case at another meeting.`;
    },
    holds: (facts) => namedItem(facts)?.result === null,
  },
  personIsPresent: about('ConflictDeclared', {
    id: 'R-47',
    meaning:
      'Only a member who is present declares an interest. Correct who attended, or name a member who is present.',
    holds: ({ data }, { present }) => present.includes(data.person),
  }),
  interestIsNew: ofItem<'ConflictDeclared'>({
    id: 'R-47',
    meaning: ({ data }, _, { declarations }) => {
      const at = declarations.find(({ id }) => id === data.person)?.at;
      return at === undefined
        ? 'The interest of this member in the case is known already. Say how it is handled.'
        : `This member declared an interest in the item already, at ${momentInWords(at)}. Say how that one is handled.`;
    },
    holds: ({ data }, _, { declarations }) => !declarations.some(({ id }) => id === data.person),
  }),
  interestIsDeclared: ofItem<'ConflictHandled'>({
    id: 'R-47',
    meaning: 'This person declared no interest in the item. Record the declaration first.',
    holds: ({ data }, _, { declarations }) => declarations.some(({ id }) => id === data.person),
  }),
  chairHandles: ofItem<'ConflictHandled'>({
    id: 'R-47',
    meaning: (_, context, item) =>
      `Only the chair says how an interest is handled: ${namesOf(context, chairsOf(context, item))}.`,
    holds: ({ actor }, context, item) => chairsOf(context, item).includes(actor.id),
  }),
  nobodyClearsThemselves: ofItem<'ConflictHandled'>({
    id: 'R-47',
    meaning: 'Nobody acknowledges their own interest. Handle another member’s first, or choose another handling.',
    holds: ({ data, actor }) => data.handling !== 'acknowledged' || data.person !== actor.id,
  }),
  registeredBars: ofItem<'ConflictHandled'>({
    id: 'R-47',
    meaning:
      'The register has an interest of this member in the case, which bars them whatever the chair says. Choose another handling.',
    holds: ({ data: { handling, person, registered = [] } }) =>
      handling !== 'acknowledged' || !registered.some(({ id, subject }) => id === person && subject === undefined),
  }),
  interestsAreHandled: ofItem<'NoClinicalInputAcknowledged' | 'ItemDecided' | 'ItemLeftInquorate'>({
    id: 'R-47',
    meaning: (_, context, item) =>
      `The chair must first say how each interest is handled, those in the register included. Open: ${namesOf(context, unhandledOf(context, item))}.`,
    holds: (_, context, item) => unhandledOf(context, item).length === 0,
  }),
  clinicianIsMissing: ofItem<'NoClinicalInputAcknowledged'>({
    id: 'R-48',
    meaning: 'A clinician is in the room for this item, so there is nothing to acknowledge.',
    holds: (_, context, item) => !hasClinicalInput(context, item),
  }),
  chairAcknowledges: ofItem<'NoClinicalInputAcknowledged'>({
    id: 'R-48',
    meaning: (_, context, item) =>
      `Only the chair acknowledges that there is no clinical input: ${namesOf(context, chairsOf(context, item))}.`,
    holds: ({ actor }, context, item) => chairsOf(context, item).includes(actor.id),
  }),
  conditionsAreVotedOn: about('ItemDecided', {
    id: 'R-44',
    meaning:
      'Conditions are part of what is voted on. Name at least one: the unmet matter, its owner and the day it is due.',
    holds: ({ data }) => data.decision !== 'approve-with-conditions' || data.conditions !== undefined,
  }),
  conditionsGoWithTheVote: about('ItemDecided', {
    id: 'R-44',
    meaning: 'Conditions go with the decision “approve with conditions” only. Choose it, or take the conditions out.',
    holds: ({ data }) => data.decision === 'approve-with-conditions' || data.conditions === undefined,
  }),
  itemIsQuorate: ofItem<'ItemDecided'>({
    id: 'R-47',
    meaning: (_, context, item) =>
      `After exclusions the meeting is inquorate on this item, so it decides nothing: defer or escalate it. Missing: ${lackOf(context, item).join('; ')}.`,
    holds: (_, context, item) => isQuorate(context, item),
  }),
  itemIsInquorate: ofItem<'ItemLeftInquorate'>({
    id: 'R-47',
    meaning: 'The meeting is quorate on this item. Record the votes.',
    holds: (_, context, item) => !isQuorate(context, item),
  }),
  somebodyStandsAbove: ofItem<'ItemLeftInquorate'>({
    id: 'R-45',
    meaning: 'Nobody stands above the national committee, so nothing of it is escalated. Defer the item.',
    holds: ({ data }, { committee }) => data.next !== 'escalate' || committee?.organisation !== NATIONAL,
  }),
  clinicalInputIsSettled: ofItem<'ItemDecided'>({
    id: 'R-48',
    meaning: 'No clinician is left in the room: there is no clinical input. The chair must acknowledge that first.',
    holds: (_, context, item) => item.acknowledgedBy !== null || hasClinicalInput(context, item),
  }),
  nobodyBarredVotes: ofItem<'ItemDecided'>({
    id: 'R-46',
    meaning: ({ data }, context, { barred }) =>
      `Barred from this case, because they worked on it or have an interest in it: ${namesOf(
        context,
        everyVote(data.votes).filter((id) => barred.includes(id)),
      )}. Take their votes out.`,
    holds: ({ data }, _, { barred }) => !everyVote(data.votes).some((id) => barred.includes(id)),
  }),
  votersAreEntitled: ofItem<'ItemDecided'>({
    id: 'R-47',
    meaning: ({ data }, context, item) =>
      `Not entitled to vote on this item: ${namesOf(context, strangersAmong(data.votes, context, item))}. Only voting members are who are present, hold the role of a member, and are not excluded for an interest.`,
    holds: ({ data }, context, item) => strangersAmong(data.votes, context, item).length === 0,
  }),
  eachVotesOnce: ofItem<'ItemDecided'>({
    id: 'R-47',
    meaning: 'Each member votes once: for, against or abstaining.',
    holds: ({ data: { votes } }) => new Set(everyVote(votes)).size === everyVote(votes).length,
  }),
  everyVoteIsTold: ofItem<'ItemDecided'>({
    id: 'R-47',
    meaning: ({ data }, context, item) =>
      `Say how each member entitled to vote did so, or that they abstained. Missing: ${namesOf(context, unaccounted(data.votes, context, item))}.`,
    holds: ({ data }, context, item) => unaccounted(data.votes, context, item).length === 0,
  }),
  castingVoteBreaksATie: ofItem<'ItemDecided'>({
    id: 'R-47',
    meaning:
      'There is a casting vote only where the votes are equal, and only of a chair who may vote on the item. Take it out.',
    holds: ({ data }, context, item) =>
      data.castingVote === undefined ||
      (isTied(data.votes) && votersOf(context, item).some(({ id }) => chairsOf(context, item).includes(id))),
  }),
  everyItemIsSettled: {
    id: 'R-47',
    meaning: ({ context }) => {
      const open = context.items.flatMap(({ result }, index) => (result === null ? [index + 1] : []));
      return `Decide each item first, or leave it inquorate. Open: item ${open.join(', ')}.`;
    },
    holds: ({ context }) => context.items.every(({ result }) => result !== null),
  },
});
