import type { AnyStateMachine } from 'xstate';
import type { Registers, Workflow } from '../../libs/workflow/index.js';
import { declare, vocabularyOf } from '../../libs/workflow/model.js';
import { roles, type Context } from './context.js';
import { datesSetBy } from './dates.js';
import { holderLookUps, interestBy } from './declared.js';
import { events, type CaseFact, type FactOf } from './events.js';
import { invitedState } from './invited.js';
import { membersPart, openVotes } from './part.js';
import { barsLookedUp, rememberingHands } from './independence.js';
import { rules } from './rules.js';
import { constitutionBy } from '../stages/constitution/becomes.js';
import { barred, concerns, liesIn, names, particulars, summary } from './summary.js';

/** What the service adds to facts, whichever level they are of. */
const lookUps: Readonly<Record<string, readonly string[]>> = {
  InterestExpressed: [
    'ccg',
    'round',
    'constitution',
    'openCcgs',
    'groupId',
    'specialMeasures',
    'interested',
    'acknowledgeBy',
    'inquorateBallots',
  ],
  GroupJoined: ['constitution', 'acknowledgeBy', 'inquorateBallots'],
  InterestReturned: ['mendBy'],
  CommitteeInCommonRecorded: ['openCcgs', 'jointCommittees'],
  BallotOpened: ['roll', 'counting'],
  AgreementOfMembersRecorded: ['members'],
  AmendmentProposed: ['today', 'reviewBy'],
  AmendmentApproved: ['today', 'counting'],
  ApplicationSubmitted: ['assessBy'],
  InformationRequested: ['answerDue'],
  DecisionMade: ['minute'],
  DecisionEscalated: ['minute'],
  DelegationRevoked: ['effectiveAt'],
  NoticeGiven: ['endsAt'],
  InterestDeclared: holderLookUps,
};

const registers: Readonly<Record<string, Registers>> = {
  AmendmentApproved: {
    rule: 'R-21',
    becomes: (fact, context) => constitutionBy(fact as CaseFact as FactOf<'AmendmentApproved'>, context as Context),
  },
  InterestDeclared: {
    rule: 'R-47',
    becomes: (fact) => interestBy(fact as CaseFact as FactOf<'InterestDeclared'>),
  },
};

const underWay = 'applying.underWay';

/** Stands before the stages of every level: a CCG that is to apply with others is asked first. */
const invitation = {
  name: 'invitation',
  title: 'Invitation to a group',
  path: invitedState,
  exceptional: true,
} as const;

/** The stages of an application that is approved, up to the form: the same at every such level. */
export const firstStages: Workflow['stages'] = [
  { name: 'interest', title: 'Expression of interest', path: 'applying.interest' },
  { name: 'group', title: 'Group', path: `${underWay}.group` },
  { name: 'mandate', title: 'Member mandate', path: `${underWay}.mandate` },
  { name: 'constitution', title: 'Constitutional amendment', path: `${underWay}.constitution` },
  { name: 'terms-of-reference', title: 'Terms of reference', path: `${underWay}.terms` },
  { name: 'application', title: 'Application', path: `${underWay}.application.drafting` },
];

type Own = Pick<Workflow, 'name' | 'version' | 'since' | 'title' | 'level' | 'stages'> & {
  readonly machine: AnyStateMachine;
  /** The level's own forms, in the place of those all levels share. */
  readonly forms?: Partial<Record<keyof typeof events, new () => object>>;
};

/**
 * The workflow of one level, in the words that the applications for all levels share: of the events and the rules those that its machine
 * speaks, and what is told of a case.
 */
export function declareLevel({ forms, ...own }: Own): Workflow {
  const machine = rememberingHands(own.machine);
  const bars = barsLookedUp(machine);
  const words = vocabularyOf(machine, { ...events, ...forms }, rules);
  const spoken = (type: string): boolean => Object.hasOwn(words.events, type);
  return declare({
    ...own,
    machine,
    ...words,
    stages: [invitation, ...own.stages],
    roles,
    begins: 'InterestExpressed',
    holds: 'inForce',
    commuting: ['VoteCast', 'EngagementRecorded'].filter(spoken),
    lookUps: Object.fromEntries(
      Object.keys(words.events)
        .map((type) => [type, [...(lookUps[type] ?? []), ...(bars[type] ?? [])]] as const)
        .filter(([, asked]) => asked.length > 0),
    ),
    registers: Object.fromEntries(Object.entries(registers).filter(([type]) => spoken(type))),
    datesSetBy: (fact, dates) => datesSetBy(fact as CaseFact, dates, own.level),
    ...(own.stages.some(({ name }) => name === membersPart.stage) && { part: membersPart, confidential: openVotes }),
    particulars: (context) => particulars(context as Context),
    barred: (context, role, known) => barred(context as Context, role, known),
    liesIn: (context) => liesIn(context as Context),
    changes: (context) => (context as Context).changes.length,
    concerns: (context, organisation) => concerns(context as Context, organisation),
    names: (fact) => names(fact as CaseFact),
    summary: (context) => summary(context as Context),
  });
}
