/** Delegated commissioning (L3): one CCG, as far as its story goes. */
import { addDays, londonDay } from '../../../libs/workflow/london.js';
import * as step from './application.js';
import { applicantOf, type Application } from './application.js';
import * as forms from '../../../demonstration/forms.js';
import type { Play, Story } from './play.js';
import type { Season } from './season.js';

/** Where the cases of the round that is over stand. */
export const pastStops = ['in-force', 'suspended', 'variation', 'revoked', 'rejected'] as const;
/** Where those of the round under way do. */
export const presentStops = [
  'interest',
  'returned',
  'engaging',
  'balloting',
  'counted',
  'constitution',
  'assurance',
  'question',
  'decision',
  'agreement',
  'signed',
] as const;

type Stop = (typeof pastStops)[number] | (typeof presentStops)[number] | 'special-measures';

export interface Plot {
  readonly ccg: string;
  readonly season: Season;
  readonly stop: Stop;
  /** The members agree without a ballot. */
  readonly byAgreement?: boolean;
}

export async function* delegated(play: Play, { ccg, season, stop, byAgreement = false }: Plot): Story {
  const { at, now, round } = season;
  const applicant = applicantOf(play, ccg, season);
  yield at(0.02);
  const { caseId: id } = await play.begin(applicant.officer, {
    workflow: 'delegated-commissioning',
    ccg,
    round: round.id,
    data: forms.interestForm(round.goLive, applicant.name),
  });
  const own: Application = { ...applicant, id };
  if (stop === 'interest') return;

  yield at(0.1);
  if (stop === 'returned')
    return play.act(id, own.assessor, 'InterestReturned', { missing: 'Say how impact will be measured.' });
  await play.act(id, own.assessor, 'InterestAcknowledged', {
    readiness: 'ready-soon',
    grounds: 'Sound finances, a new team.',
  });
  yield* step.engaged(play, own);
  if (stop === 'engaging') return;
  if (stop === 'balloting') return yield* step.balloted(play, own, step.halfway(now));
  if (byAgreement) yield* step.agreed(play, own);
  else {
    yield* step.balloted(play, own);
    if (stop === 'counted') return;
    yield* step.verified(play, own);
  }
  yield* step.proposed(play, own, 'L3');
  if (stop === 'constitution') return;
  yield* step.settled(play, own);
  yield* assured(play, own, stop);
  if (['assurance', 'question', 'special-measures', 'decision'].includes(stop)) return;
  yield* decided(play, own, stop);
  if (['rejected', 'agreement', 'signed'].includes(stop)) return;
  yield season.afterGoLive(60);
  await inForce(play, own, stop);
}

async function* assured(play: Play, { id, ccg, officer, assessor, season: { at } }: Application, stop: Stop): Story {
  yield at(0.6);
  await play.act(id, officer, 'ApplicationSubmitted', forms.applicationForm());
  if (stop === 'assurance') return;
  yield at(0.65);
  await play.act(id, assessor, 'InformationRequested', {
    question: 'How is the delegated budget ring-fenced?',
    threshold: 'financial-control',
  });
  if (stop === 'question') return;
  yield at(0.7);
  await play.act(id, officer, 'InformationProvided', {
    question: 1,
    answer: 'In a cost centre of its own, reported monthly.',
  });
  yield at(0.75);
  for (const threshold of forms.thresholds)
    await play.act(id, assessor, 'ThresholdAssessed', forms.assessment(threshold));
  await play.act(id, assessor, 'SubmissionSigned', forms.countersigned);
  if (stop === 'special-measures') {
    yield at(0.8);
    const data = { ccg, direction: 'Directions on financial recovery', on: londonDay(at(0.8)) };
    return play.enter('registrar@nhse', { type: 'SpecialMeasuresImposed', data });
  }
  await play.act(id, assessor, 'RegionRecommended', forms.recommendation);
}

async function* decided(play: Play, { id, officer, season: { at, round } }: Application, stop: Stop): Story {
  yield at(0.85);
  const decision =
    stop === 'rejected'
      ? forms.rejection(['structural-burden'])
      : stop === 'agreement'
        ? forms.conditionalApproval(addDays(round.goLive, -14))
        : forms.approval;
  const proposal = { case: id, title: 'Delegated commissioning' };
  await play.decide('committee@nhse', 'nhse-assurance', proposal, decision);
  if (stop === 'rejected' || stop === 'agreement') return;
  yield at(0.9);
  await play.act(id, officer, 'AgreementSigned', forms.signature('Accountable officer'));
  await play.act(id, 'committee@nhse', 'AgreementSigned', forms.signature('National director'));
}

function inForce(play: Play, { id, officer, assessor, season }: Application, stop: Stop): Promise<void> {
  switch (stop) {
    case 'suspended':
      return play.act(id, 'committee@nhse', 'FunctionsSuspended', {
        functions: ['discretionary-payments'],
        reasons: 'Payments were made without the committee.',
      });
    case 'variation':
      return play.act(id, officer, 'VariationProposed', {
        add: ['practice-mergers'],
        reasons: 'Two practices want to merge.',
      });
    case 'revoked':
      return play.act(id, 'committee@nhse', 'DelegationRevoked', {
        authority: 'Section 13Z of the NHS Act 2006',
        reasons: 'The CCG overspent the delegated budget for a second quarter.',
        effectiveOn: londonDay(season.afterGoLive(60)),
      });
    default:
      return play.act(id, assessor, 'DelegationReviewed', { findings: 'The committee meets monthly and in public.' });
  }
}
