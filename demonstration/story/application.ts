/** The path of an application for delegated or joint commissioning, chapter by chapter. */
import { addDays, londonDay } from '../../libs/workflow/london.js';
import * as forms from '../forms.js';
import { committeeOf, meets, panelOf, peopleOf, says, type Ballot, type Decision, type Scene } from './scene.js';
import type { Saying, Step, Story } from './step.js';

/** From the interest to what both sign; the clock does what comes then. */
export function* application(scene: Scene): Story {
  yield* interest(scene);
  yield* mandate(scene);
  yield* constitution(scene);
  yield* submission(scene);
  yield* assurance(scene);
  yield* decision(scene);
  if (scene.anew) yield* reworked(scene, scene.anew);
  yield* conclusion(scene);
}

/** A CCG, or a group of them, expresses interest; the region answers. */
export function* interest(scene: Scene): Story {
  yield expressed(scene);
  if (meets(scene, 'interest-returned')) yield* returned(scene);
  const { readiness = 'ready', level, when } = scene;
  yield says(when('acknowledged'), peopleOf(scene).assessor, 'InterestAcknowledged', {
    ...(level === 'L3' && { readiness }),
    grounds: 'Finances, team and plans were read.',
  });
}

/** In a group the first CCG expresses the interest of all, in one expression; the others are invited by it, and join. */
export function expressed(scene: Scene): Step {
  const { ccg, group = [], round, when } = scene;
  const { officer: who } = peopleOf(scene);
  const { workflow } = forms.wordsOf[scene.level];
  const about = { workflow, ccg, round: round.id, who };
  if (group.length === 0 || group[0] === ccg)
    return { ...about, to: 'begin', at: when('expressed'), type: 'InterestExpressed', data: interestOf(scene) };
  return { ...about, to: 'invitation', at: when('joined'), type: 'GroupJoined', data: forms.joining };
}

const interestOf = ({ level, round, name, group = [] }: Scene): forms.Form =>
  forms.wordsOf[level].interest(round.goLive, name, group.length > 0 ? { applicants: 'group', group } : {});

function* returned(scene: Scene): Story {
  const { officer, assessor } = peopleOf(scene);
  yield says(scene.when('returned'), assessor, 'InterestReturned', forms.interestReturned);
  const evaluation = 'Seven measures, each reported every quarter.';
  yield says(scene.when('mended'), officer, 'InterestExpressed', { ...interestOf(scene), evaluation });
}

/** The members give their mandate, by ballot or by agreement. */
export function* mandate(scene: Scene): Story {
  const { mandate: given, when } = scene;
  yield engaged(scene);
  if ('members' in given) {
    const form = forms.agreementOfMembers(londonDay(when('agreed')), given.members);
    yield says(when('agreed'), peopleOf(scene).officer, 'AgreementOfMembersRecorded', form);
  } else for (const ballot of given) yield* balloted(scene, ballot);
}

export function engaged(scene: Scene): Saying {
  const at = scene.when('engaged');
  return says(at, peopleOf(scene).officer, 'EngagementRecorded', forms.engagement(addDays(londonDay(at), -7)));
}

/** The polls are closed by the clock, or by the last vote. */
function* balloted(scene: Scene, ballot: Ballot): Story {
  yield* polled(scene, ballot);
  yield { ...says(ballot.verified, peopleOf(scene).verifier, 'ResultVerified', forms.verification), looks: true };
}

/** The polls open and practices vote. */
export function* polled(scene: Scene, { opens, closes, votes }: Ballot): Story {
  const question = forms.wordsOf[scene.level].question;
  const closesAt = closes.toISOString();
  yield says(opens, peopleOf(scene).officer, 'BallotOpened', { question, closesAt });
  for (const { at, practice, choice } of votes) yield says(at, `practice@${practice}`, 'VoteCast', { choice });
}

/** Constitution and terms of reference, side by side. None of the amendments is material: the members would be asked again. */
function* constitution(scene: Scene): Story {
  const { officer, reviewer } = peopleOf(scene);
  const { amends = true, group = [], when } = scene;
  const inForce = scene.version();
  const next = inForce + 1;
  const first = when('proposed');
  // Another CCG of the group may have fallen away meanwhile.
  const looks = group.length > 0;
  if (amends) yield { ...amendmentProposed(scene, next, inForce), looks };
  else yield { ...says(first, officer, 'AmendmentNotRequired', forms.amendmentNotRequired), looks };
  const inFlight = meets(scene, 'versions-in-flight');
  if (inFlight) {
    yield amendmentProposed(scene, next + 1, next);
    yield amendmentProposed(scene, next + 2, inForce);
  }
  yield termsDrafted(scene, first);
  const read = when('read');
  if (inFlight) {
    const reasons = 'It gives the committee powers it cannot have.';
    yield says(read, reviewer, 'AmendmentRefused', { version: next, reasons });
    yield amendmentApproved(scene, next + 2, read);
    yield says(read, reviewer, 'AmendmentReturned', forms.amendmentReturned(next + 1));
  } else if (meets(scene, 'amendment-returned')) {
    yield says(read, reviewer, 'AmendmentReturned', forms.amendmentReturned(next));
    yield { ...amendmentProposed(scene, next + 1, next), at: when('proposed again') };
    yield amendmentApproved(scene, next + 1, when('read again'));
  } else if (amends) yield amendmentApproved(scene, next, read);
  yield* terms(scene);
}

const amendmentProposed = (scene: Scene, version: number, basedOn: number): Saying =>
  says(
    scene.when('proposed'),
    peopleOf(scene).officer,
    'AmendmentProposed',
    forms.wordsOf[scene.level].amendment(version, basedOn),
  );

const amendmentApproved = (scene: Scene, version: number, at = scene.when('read')): Saying =>
  says(at, peopleOf(scene).reviewer, 'AmendmentApproved', forms.amendmentApproved(version));

/** Terms of reference are put forward. */
const termsDrafted = (scene: Scene, at: Date, more: forms.Form = {}): Saying =>
  says(at, peopleOf(scene).officer, 'TermsOfReferenceDrafted', { ...forms.wordsOf[scene.level].terms, ...more });

/** The terms that were put forward are agreed and signed. */
function* terms(scene: Scene): Story {
  const { when } = scene;
  if (meets(scene, 'terms-disputed')) {
    const disputed = { clause: '12', reasons: 'A lay majority is not assured.' };
    yield says(when('read'), peopleOf(scene).assessor, 'TermsOfReferenceDisputed', disputed);
    yield termsDrafted(scene, when('proposed again'), { summary: 'With a lay majority of one.' });
  }
  const isReadAgain = meets(scene, 'terms-disputed') || meets(scene, 'amendment-returned');
  yield* termsSettled(scene, when(isReadAgain ? 'read again' : 'read'));
}

function* termsSettled(scene: Scene, at: Date): Story {
  const { officer, assessor } = peopleOf(scene);
  yield says(at, assessor, 'TermsOfReferenceAgreed', forms.termsAgreed);
  yield says(at, officer, 'TermsOfReferenceSigned', forms.termsSigned);
}

/** The CCG hands in its application. Where one of the group fell away, it and the region say before that the others go on. */
function* submission(scene: Scene): Story {
  const { officer, assessor } = peopleOf(scene);
  const at = scene.when('submitted');
  if (meets(scene, 'member-left')) {
    const statement = 'The governing body wants to go on with the other.';
    yield says(at, officer, 'GroupContinuationAgreed', { statement });
    yield says(at, assessor, 'GroupContinuationAccepted', { grounds: 'Two CCGs can carry what three had planned.' });
  }
  yield submitted(scene, at);
}

export const submitted = (scene: Scene, at = scene.when('submitted')): Saying =>
  says(at, peopleOf(scene).officer, 'ApplicationSubmitted', forms.wordsOf[scene.level].application());

/** The region assures the application: four thresholds for L3, a review for L2. */
function* assurance(scene: Scene): Story {
  const { assessor } = peopleOf(scene);
  const { notRecommended, when } = scene;
  if (meets(scene, 'information-requested')) yield* asked(scene);
  if (notRecommended === undefined) return yield* assured(scene);
  yield* found(scene, when('assessed'), 'not-met');
  yield says(when('assessed'), assessor, 'RegionNotRecommended', { reasons: notRecommended });
}

function* asked(scene: Scene): Story {
  const { officer, assessor } = peopleOf(scene);
  const question = 'How is the delegated budget ring-fenced?';
  const about = scene.level === 'L3' ? { threshold: 'financial-control' } : {};
  yield says(scene.when('asked'), assessor, 'InformationRequested', { question, ...about });
  const answer = 'In a cost centre of its own, reported monthly.';
  yield says(scene.when('answered'), officer, 'InformationProvided', { question: 1, answer });
}

/** The thresholds and the region's signature where the level asks for them, and its recommendation. */
function* assured(scene: Scene, at = scene.when('assessed')): Story {
  const { assessor } = peopleOf(scene);
  yield* found(scene, at, 'met');
  if (scene.level === 'L3') yield says(at, assessor, 'SubmissionSigned', forms.countersigned);
  yield says(at, assessor, 'RegionRecommended', forms.wordsOf[scene.level].recommendation);
}

/** What the region finds of the thresholds, where the level has them; of financial control as told. */
function* found(scene: Scene, at: Date, control: string): Story {
  if (scene.level !== 'L3') return;
  for (const threshold of forms.thresholds) {
    const isConditional = meets(scene, 'conditions') && threshold === 'conflicts-of-interest';
    const finding = threshold === 'financial-control' ? control : isConditional ? 'met-with-conditions' : 'met';
    yield says(at, peopleOf(scene).assessor, 'ThresholdAssessed', forms.assessment(threshold, finding));
  }
}

/** Whoever acts for the committee: not the chair where the chair has an interest. */
function decider(scene: Scene): string {
  const { chair, second } = committeeOf(scene);
  return meets(scene, 'interest-declared') ? second : chair;
}

function* decision(scene: Scene): Story {
  for (const each of scene.decisions) yield* decided(scene, each);
}

/** The case is put to a meeting of the committee, and what it decided is recorded; by another than the chair where the chair left the room. */
function* decided(scene: Scene, { papers: at, recorded, form }: Decision): Story {
  const { id: committee, chair } = committeeOf(scene);
  const hasInterest = meets(scene, 'interest-declared');
  if (hasInterest) {
    const text = 'A relative works at the CCG.';
    const aroseOn = londonDay(at);
    yield says(at, chair, 'InterestDeclared', { kind: 'personal', subject: scene.ccg, text, aroseOn });
  }
  const title = `${scene.ccg} ${scene.name}`;
  const data = { title, ...forms.proposed(form) };
  yield { to: 'committee', at, who: chair, type: 'ItemTabled', data, committee, ...(hasInterest && { leaves: chair }) };
  yield says(recorded, decider(scene), 'DecisionMade', form);
}

/** So many of the panel have an interest that it is inquorate, and the region escalates it: by a member who is left. */
export function* escalated(scene: Scene, at: Date): Story {
  const { id: committee, chair, second, third } = panelOf(scene);
  const exclusions = {
    subject: scene.ccg,
    declared: [
      { who: chair, kind: 'personal', interest: 'Married to a partner in one of its practices.' },
      { who: second, kind: 'financial', interest: 'Lets a building to one of its practices.' },
    ],
    reasons: 'No executive is left to decide: both have an interest in the CCG.',
  };
  const data = { title: `${scene.ccg} ${scene.name}`, decision: 'approve' };
  yield { to: 'committee', at, who: third, type: 'ItemTabled', data, committee, exclusions };
  yield says(at, third, 'DecisionEscalated', { reasons: exclusions.reasons });
}

/** From approval to go-live: both sign, or establish their joint committee. */
function* conclusion(scene: Scene): Story {
  const { level, name, when } = scene;
  const { officer, assessor } = peopleOf(scene);
  const isConditional = meets(scene, 'conditions');
  if (level === 'L2') {
    if (isConditional) yield* reviewed(scene);
    yield says(when('concluded'), assessor, 'JointCommitteeEstablished', forms.jointCommittee(name));
    return;
  }
  yield says(when('concluded'), officer, 'AgreementSigned', forms.signature('Accountable officer'));
  yield says(when('countersigned'), decider(scene), 'AgreementSigned', forms.signature('National director'));
  if (isConditional) yield* reviewed(scene);
}

/** One condition, not met at the first review. */
function* reviewed(scene: Scene): Story {
  const { chair } = committeeOf(scene);
  const evidence = { upheld: 'An offer was made, not accepted.', discharged: 'A second lay member was appointed.' };
  yield says(scene.when('upheld'), chair, 'ConditionUpheld', { condition: 1, evidence: evidence.upheld });
  yield says(scene.when('discharged'), chair, 'ConditionDischarged', { condition: 1, evidence: evidence.discharged });
}

/** A defect found after approval is mended: terms drafted, agreed and signed anew, the application assured and decided anew. */
function* reworked(scene: Scene, anew: Decision): Story {
  const { when } = scene;
  yield says(when('suspended'), peopleOf(scene).assessor, 'ApprovalSuspended', forms.doubleDelegation);
  yield termsDrafted(scene, when('reworked'), { summary: 'The CCG’s own committee decides.' });
  yield* termsSettled(scene, when('reworked'));
  yield submitted(scene, when('reworked'));
  yield* assured(scene, when('assessed again'));
  yield* decided(scene, anew);
}
