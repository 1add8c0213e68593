import { assign, setup } from 'xstate';
import type { Passage, Place } from '../../libs/workflow/index.js';
import { guardsOf, onlyIf } from '../../libs/workflow/model.js';
import { asKnown, emptyContext, sitting, withItem, withTabled, type Context, type Role } from './context.js';
import type { FactOf, MeetingFact } from './events.js';
import { rules } from './rules.js';

type RuleGuard = keyof typeof rules;

const model = setup({
  types: {
    context: {} as Context,
    events: {} as MeetingFact,
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-assertion -- XState takes its types from here
    meta: {} as Place & { readonly waitingOn?: readonly Role[] },
    transitionMeta: {} as Passage & { readonly by: readonly Role[] },
  },
  guards: guardsOf(rules),
});

const only = (...names: readonly RuleGuard[]) => onlyIf<Context, MeetingFact, RuleGuard[]>([...names]);

/** More for than against carries. There is a casting vote on a tie only; without one a tie carries nothing. */
const outcomeOf = ({ votes, castingVote }: FactOf<'ItemDecided'>['data']): 'carried' | 'not-carried' =>
  votes.for.length > votes.against.length || castingVote === 'for' ? 'carried' : 'not-carried';

/** A meeting is kept by those of its own organisation, so that it waits in nobody else's queue. */
const meetingOf = (id: string, keeper: 'national-committee' | 'regional-assessor', description: string) => {
  const by = [keeper];
  return model.createStateConfig({
    id,
    description,
    initial: 'convened',
    on: {
      ItemTabled: {
        guard: only('committeeDecides', 'keeperMayAct', 'caseIsNotTabled'),
        description:
          'A case is put to the committee. The register adds who is barred from it, as it does again with whatever is recorded of the item.',
        meta: { by, label: 'Table an item', rule: 'R-45', also: ['R-46'] },
        actions: assign({ items: ({ context, event }) => withTabled(context, event) }),
      },
      MembersAttended: {
        target: '.sitting',
        guard: only('meetingDayHasCome', 'nothingIsSettled', 'presentAreMembers', 'chairMayChair'),
        description:
          'Who is present and who is in the chair is recorded, of the committee as it is constituted on that day. Until an item is settled it can be corrected.',
        meta: { by, label: 'Record who attended', rule: 'R-45' },
        actions: assign({
          committee: ({ context, event }) => sitting(context, event),
          present: ({ event }) => event.data.present,
          chairedBy: ({ event }) => event.data.chairedBy,
        }),
      },
    },
    states: {
      convened: {
        description: 'The committee is called to a meeting, and its agenda is set.',
        meta: { waitingOn: by, due: { date: 'meeting' } },
        on: {
          MeetingCalledOff: {
            target: '#calledOff',
            description: 'The meeting does not take place. Nothing was decided.',
            meta: { by, label: 'Call the meeting off', rule: 'R-45' },
          },
        },
      },
      sitting: {
        description: 'The committee goes through its items: interests, how each is handled, votes.',
        meta: { waitingOn: by },
        on: {
          ConflictDeclared: {
            guard: only('itemIsOpen', 'personIsPresent', 'interestIsNew'),
            description:
              'A member present declares an interest. It bars them from the case of the item, and stands in the register of interests.',
            meta: { by, label: 'Declare an interest in an item', rule: 'R-45' },
            actions: assign({
              items: ({ context, event: { data, at } }) =>
                withItem(context, data.item, (item) => {
                  const known = asKnown(item, data);
                  const { person, interest, subject } = data;
                  const declared = { id: person, interest, subject, handling: null, at };
                  return { ...known, declarations: [...known.declarations, declared] };
                }),
            }),
          },
          ConflictHandled: {
            guard: only('itemIsOpen', 'interestIsDeclared', 'chairHandles', 'nobodyClearsThemselves', 'registeredBars'),
            description:
              'The chair says how an interest is handled; where the chair has one, a vice-chair or another voting member without does.',
            meta: { by, label: 'Handle an interest', rule: 'R-45' },
            actions: assign({
              items: ({ context, event: { data } }) =>
                withItem(context, data.item, (item) => ({
                  declarations: asKnown(item, data).declarations.map((each) =>
                    each.id === data.person ? { ...each, handling: data.handling } : each,
                  ),
                })),
            }),
          },
          NoClinicalInputAcknowledged: {
            guard: only('itemIsOpen', 'interestsAreHandled', 'clinicianIsMissing', 'chairAcknowledges'),
            description: 'The chair takes it on that no clinician is left in the room for an item.',
            meta: { by, label: 'Acknowledge that there is no clinical input', rule: 'R-45' },
            actions: assign({
              items: ({ context, event: { data, actor } }) =>
                withItem(context, data.item, (item) => ({ ...asKnown(item, data), acknowledgedBy: actor.id })),
            }),
          },
          ItemDecided: {
            guard: only(
              'itemIsOpen',
              'keeperMayAct',
              'interestsAreHandled',
              'conditionsAreVotedOn',
              'conditionsGoWithTheVote',
              'nobodyBarredVotes',
              'itemIsQuorate',
              'clinicalInputIsSettled',
              'votersAreEntitled',
              'eachVotesOnce',
              'everyVoteIsTold',
              'castingVoteBreaksATie',
            ),
            description: 'The committee votes on an item. More for than against carries it.',
            meta: { by, label: 'Record the votes', rule: 'R-45' },
            actions: assign({
              items: ({ context, event: { data, at } }) =>
                withItem(context, data.item, (item) => ({
                  ...asKnown(item, data),
                  settledAt: at,
                  result: {
                    outcome: outcomeOf(data),
                    decision: data.decision,
                    votes: data.votes,
                    castingVote: data.castingVote ?? null,
                    ...(data.conditions && { conditions: data.conditions }),
                    grounds: data.grounds,
                  },
                })),
            }),
          },
          ItemLeftInquorate: {
            guard: only('itemIsOpen', 'keeperMayAct', 'interestsAreHandled', 'itemIsInquorate', 'somebodyStandsAbove'),
            description: 'Too few were left for an item after exclusions: it is deferred or escalated.',
            meta: { by, label: 'Leave an item inquorate', rule: 'R-45' },
            actions: assign({
              items: ({ context, event: { data, at } }) =>
                withItem(context, data.item, (item) => ({
                  ...asKnown(item, data),
                  settledAt: at,
                  result: { outcome: 'inquorate', next: data.next, reasons: data.reasons },
                })),
            }),
          },
          MeetingClosed: {
            target: '#closed',
            guard: only('everyItemIsSettled'),
            description: 'The meeting ends. Every item is settled.',
            meta: { by, label: 'Close the meeting', rule: 'R-45' },
          },
        },
      },
    },
  });
};

const convene = model.assign(({ event }) =>
  event.type === 'MeetingConvened'
    ? { committee: event.data.committee, heldOn: event.data.heldOn, place: event.data.place ?? null }
    : {},
);

export const machine = model.createMachine({
  id: 'committee-meeting',
  context: emptyContext,
  initial: 'uncalled',
  states: {
    uncalled: {
      description: 'No meeting is called yet.',
      on: {
        MeetingConvened: [
          {
            target: '#national',
            guard: only('quorumIsARule', 'committeeIsNational'),
            description: 'The national committee is called to a meeting, as it is constituted on that day.',
            meta: { by: ['national-committee'], label: 'Convene a meeting', rule: 'R-45' },
            actions: convene,
          },
          {
            target: '#regional',
            guard: only('quorumIsARule', 'committeeIsRegional'),
            description: 'The committee of a region is called to a meeting, as it is constituted on that day.',
            meta: { by: ['regional-assessor'], label: 'Convene a meeting', rule: 'R-45' },
            actions: convene,
          },
        ],
      },
    },
    meeting: {
      initial: 'national',
      states: {
        national: meetingOf('national', 'national-committee', 'A meeting of the national committee.'),
        regional: meetingOf('regional', 'regional-assessor', 'A meeting of the committee of a region.'),
      },
    },
    closed: { id: 'closed', type: 'final', description: 'The meeting is over.', meta: { outcome: 'closed' } },
    calledOff: {
      id: 'calledOff',
      type: 'final',
      description: 'The meeting did not take place.',
      meta: { outcome: 'called-off' },
    },
  },
});
