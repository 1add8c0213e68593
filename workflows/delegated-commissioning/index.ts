/** Delegated commissioning (L3): from an expression of interest to a delegation in force, and its revocation. */
import type { Particulars } from '../../libs/workflow/index.js';
import { declare } from '../../libs/workflow/model.js';
import { roles, type Context } from '../case/context.js';
import { events, type CaseFact } from '../case/events.js';
import { machine } from './machine.js';
import { rules } from '../case/rules.js';

const underWay = 'applying.underWay';

export const delegatedCommissioning = declare({
  name: 'delegated-commissioning',
  version: '1',
  title: 'Delegated commissioning',
  level: 'L3',
  machine,
  events,
  rules,
  roles,
  stages: [
    { name: 'interest', title: 'Expression of interest', path: 'applying.interest' },
    { name: 'mandate', title: 'Member mandate', path: `${underWay}.mandate` },
    { name: 'constitution', title: 'Constitutional amendment', path: `${underWay}.constitution` },
    { name: 'terms-of-reference', title: 'Terms of reference', path: `${underWay}.terms` },
    { name: 'application', title: 'Application', path: `${underWay}.application.drafting` },
    { name: 'assurance', title: 'Regional assurance', path: `${underWay}.application.assurance` },
    { name: 'decision', title: 'National decision', path: `${underWay}.application.decision` },
    { name: 'agreement', title: 'Agreement', path: `${underWay}.application.agreement` },
    { name: 'delegation', title: 'Delegation', path: 'inForce' },
  ],
  begins: 'InterestExpressed',
  holds: 'inForce',
  commuting: ['VoteCast', 'EngagementRecorded'],
  given: {
    InterestExpressed: ['ccg', 'round', 'constitution', 'openCcgs'],
    BallotOpened: ['roll', 'counting'],
    AmendmentProposed: ['today'],
    DelegationRevoked: ['effectiveAt'],
  },
  datesSetBy: (fact) => datesSetBy(fact as CaseFact),
  particulars: (context) => particulars(context as Context),
  concerns: (context, organisation) =>
    (context as Context).ballot?.roll.some(({ practice }) => practice === organisation) ?? false,
  summary: (context) => summary(context as Context),
});

function datesSetBy({ type, data }: CaseFact): Record<string, string | null> {
  switch (type) {
    case 'InterestExpressed':
      return {
        interestBy: data.round.interestBy,
        applicationBy: data.round.applicationBy,
        goLive: data.round.goLiveAt,
      };
    case 'BallotOpened':
      return { ballotCloses: new Date(data.closesAt).toISOString() };
    case 'InformationRequested':
      return { answerBy: data.answerBy ?? null };
    case 'DecisionMade':
      return { conditionsDue: data.conditions?.map(({ due }) => due).sort()[0] ?? null };
    case 'DelegationRevoked':
      return { revocationEffective: data.effectiveAt };
    default:
      return {};
  }
}

function particulars({ ccg, round, group }: Context): Particulars | undefined {
  return ccg && round ? { ccg: ccg.code, ccgName: ccg.name, region: ccg.region, round: round.id, group } : undefined;
}

/** Votes are shown once the polls are closed; until then only how many have voted. */
function summary(context: Context): Record<string, unknown> {
  const { ballot } = context;
  return {
    readiness: context.readiness,
    scope: context.scope,
    group: context.group,
    specialMeasures: context.specialMeasures,
    ballot: ballot && {
      question: ballot.question,
      openedAt: ballot.openedAt,
      closesAt: ballot.closesAt,
      members: ballot.roll.length,
      voted: Object.keys(ballot.votes).length,
      counting: ballot.counting,
      tally: ballot.tally,
    },
    amendments: context.amendments,
    clauseReliedOn: context.clauseReliedOn,
    thresholds: context.findings,
    questions: context.questions,
    conditions: context.conditions,
    claims: context.claims,
    functions: { delegated: context.functions, suspended: context.suspended },
    variation: context.variation,
  };
}
