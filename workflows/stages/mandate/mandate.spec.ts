import { describe, expect, it } from '@jest/globals';
import type { Actor, Fact } from '../../../libs/workflow/index.js';
import { given } from '../../../libs/workflow/specification.js';
import * as a from '../../../test/builders.js';
import type { Context } from '../../application/words.js';
import { delegatedCommissioning as workflow } from '../../delegated-commissioning/index.js';
import type { Choice } from './events.js';

const underWay = a.underWay();
const noBallotNeeded = a.byAgreement.upTo('InterestAcknowledged');
const engaged = (kind: 'locality-groups' | 'none-held-openly', reason?: string): Fact =>
  a.the('EngagementRecorded', { kind, ...(reason !== undefined && { reason }) });
const agreed = (yes = 3, no = 1): Fact => a.byAgreement.the('AgreementOfMembersRecorded', { for: yes, against: no });
const material = (version = 2, basedOn = 1): Fact => a.proposed(version, basedOn, { material: true });
const verifiedBy = (actor: Actor): Fact => ({ ...a.resultVerified(), actor });
const tallyOf = (context: unknown) => (context as Context).ballot?.tally;

describe('engaging the members', () => {
  it('none held openly needs its reason, every other kind does not (R-10)', () => {
    given(workflow, ...underWay)
      .when(engaged('none-held-openly'))
      .thenRefused('R-10');
    given(workflow, ...underWay)
      .when(engaged('none-held-openly', 'Flu season.'))
      .then('applying.underWay.mandate.engaging');
    given(workflow, ...underWay)
      .when(engaged('locality-groups'))
      .then('applying.underWay.mandate.engaging');
  });

  it('can be recorded from the first day to the last before go-live', () => {
    given(workflow, a.expressed()).when(engaged('locality-groups')).then('applying.interest.expressed');
    given(workflow, ...a.awaitingGoLive())
      .when(engaged('locality-groups'))
      .then('applying.underWay.application.agreement.signed');
  });

  it.each(['supports', 'neutral', 'opposes'] as const)(
    'the LMC’s position, here “%s”, is advice and gates nothing (R-18)',
    (position) => {
      const advised = a.fact(
        'LocalMedicalCommitteeAdvised',
        { position, advice: 'Our view.' },
        a.officer,
        a.day('2014-09-20'),
      );
      given(workflow, ...underWay, advised, ...a.carried().slice(0, -1))
        .when(a.resultVerified())
        .then('applying.underWay.mandate.given.byBallot');
      given(workflow, ...a.beforeTheCommittee(), advised)
        .when(a.approved())
        .then('applying.underWay.application.agreement');
    },
  );
});

describe('a ballot', () => {
  it('freezes the roll and the counting rule of the day it opens (R-13)', () => {
    const { snapshot } = given(workflow, ...underWay)
      .when(a.ballotOpened())
      .then('applying.underWay.mandate.balloting');
    expect((snapshot.context as Context).ballot).toMatchObject({ roll: a.roll, counting: a.oneVoteEach, votes: {} });
  });

  it('is refused with nobody on the roll (R-13)', () => {
    given(workflow, ...underWay)
      .when(a.ballotOpened(a.oneVoteEach, []))
      .thenRefused('R-13');
    given(workflow, ...underWay)
      .when(a.ballotOpened(a.oneVoteEach, a.roll.slice(0, 1)))
      .then('applying.underWay.mandate.balloting');
  });

  it('is refused when it would close less than a day after it opens (R-14)', () => {
    for (const [day, time] of [
      ['2014-10-15', '17:00:00.000'],
      ['2014-10-14', '17:00:00.001'],
    ] as const)
      given(workflow, ...underWay)
        .when(a.ballotOpened(a.oneVoteEach, a.roll, a.day(day, time)))
        .thenRefused('R-14');
    given(workflow, ...underWay)
      .when(a.ballotOpened(a.oneVoteEach, a.roll, a.day('2014-10-14', '17:00:00.000')))
      .then('applying.underWay.mandate.balloting');
  });

  it('takes no vote of a practice that is not on its roll (R-13)', () => {
    given(workflow, ...underWay, a.ballotOpened())
      .when(a.voted('A89999'))
      .thenRefused('R-13');
    given(workflow, ...underWay, a.ballotOpened())
      .when(a.voted('A81001'))
      .then('applying.underWay.mandate.balloting');
  });

  it('takes votes of practices only, for themselves', () => {
    given(workflow, ...underWay, a.ballotOpened())
      .when({ ...a.voted('A81001'), actor: a.officer })
      .thenRefused('not-yours');
  });

  it('takes votes until its closing time, and names it afterwards (R-14)', () => {
    const last = a.voted('A81001', 'for', a.day('2014-10-15', '16:59:59.999'));
    given(workflow, ...underWay, a.ballotOpened())
      .when(last)
      .then('applying.underWay.mandate.balloting');
    for (const closes of [[], [a.ballotClosed()]]) {
      const refusal = given(workflow, ...underWay, a.ballotOpened(), ...closes)
        .when({ ...last, at: a.day('2014-10-15', '17:00:00.000') })
        .thenRefused('R-14');
      expect(refusal).toMatchObject({ meaning: 'This ballot closed at 18:00 on 15 October 2014.' });
    }
  });

  it('takes no vote before it opens', () => {
    const refusal = given(workflow, ...underWay)
      .when(a.voted('A81001'))
      .thenRefused('R-14');
    expect(refusal).toMatchObject({ meaning: 'No ballot is open.' });
  });

  it('tells whoever votes late when it closed, wherever the case has gone since (R-14)', () => {
    const late = (...facts: readonly Fact[]) =>
      given(workflow, ...facts)
        .when(a.voted('A81001', 'for', a.day('2015-04-02')))
        .thenRefused('R-14');
    for (const facts of [[...underWay, ...a.balloted('away', 'for', 'for', 'for')], a.inForce()])
      expect(late(...facts)).toMatchObject({ meaning: 'This ballot closed at 18:00 on 15 October 2014.' });
    const ended = given(workflow, ...underWay, a.ballotOpened(), a.withdrawn(a.day('2014-10-10')))
      .when(a.voted('A81001', 'for', a.day('2014-10-11')))
      .thenRefused('R-14');
    expect(ended).toMatchObject({
      meaning: 'The application ended before this ballot closed, which was to be at 18:00 on 15 October 2014.',
    });
  });

  it('takes no vote after it closed early, and says why (R-14)', () => {
    const refusal = given(workflow, ...a.upTo('VoteCast'), a.ballotClosed(a.day('2014-10-05')))
      .when(a.voted('A81001', 'against', a.day('2014-10-06')))
      .thenRefused('R-14');
    expect(refusal).toMatchObject({
      meaning: 'This ballot closed at 11:00 on 5 October 2014, when the last practice had voted.',
    });
  });

  it('counts the last vote of a practice that changed its mind (R-14)', () => {
    const votes = [a.voted('A81001', 'against'), a.voted('A81002', 'for'), a.voted('A81001', 'for')];
    const { snapshot } = given(workflow, ...underWay, a.ballotOpened(), ...votes)
      .when(a.ballotClosed())
      .then('applying.underWay.mandate.counted');
    expect(tallyOf(snapshot.context)).toMatchObject({ for: 2, against: 0, tookPart: 2 });
  });

  it('closes at its closing time, not before while votes are missing (R-14)', () => {
    const early = a.day('2014-10-15', '16:59:59.999');
    given(workflow, ...underWay, a.ballotOpened(), a.voted('A81001'))
      .when(a.ballotClosed(early))
      .thenRefused('R-14');
    given(workflow, ...underWay, a.ballotOpened(), a.voted('A81001'))
      .when(a.ballotClosed())
      .then('applying.underWay.mandate.counted');
  });

  it('closes early once every practice has voted, by an officer as well (R-14)', () => {
    const close = a.fact('BallotClosed', {}, a.officer, a.day('2014-10-06'));
    given(workflow, ...a.upTo('VoteCast'))
      .when(close)
      .then('applying.underWay.mandate.counted');
    given(workflow, ...a.upTo('VoteCast').slice(0, -1))
      .when(close)
      .thenRefused('R-14');
  });

  it('has no effect until the lay chair or the LMC has verified it (R-15)', () => {
    const counted = a.upTo('BallotClosed');
    given(workflow, ...counted, ...a.amended())
      .when(a.submitted())
      .thenRefused('R-19');
    given(workflow, ...counted)
      .when(verifiedBy(a.officer))
      .thenRefused('R-15');
    given(workflow, ...counted)
      .when({ ...a.resultVerified(), actor: { ...a.verifier, organisation: '01A' } })
      .thenRefused('not-yours');
    given(workflow, ...counted)
      .when(a.resultVerified())
      .then('applying.underWay.mandate.given.byBallot');
  });

  it('is not verified by whoever opened it, closed it or voted in it (R-46)', () => {
    const hands = { ...a.officer2, id: 'closer@00C' };
    const closedByHand = { ...a.ballotClosed(a.day('2014-10-15', '16:00:00.000')), actor: hands };
    const counted = a.instead(closedByHand, a.upTo('BallotClosed'));
    for (const id of [a.officer.id, hands.id, a.practice('A81001').id]) {
      given(workflow, ...counted)
        .when(verifiedBy({ ...a.verifier, id }))
        .thenRefused('R-46');
    }
    given(workflow, ...counted)
      .when(verifiedBy(a.verifier))
      .then('applying.underWay.mandate.given');
  });
});

describe('the result of a ballot', () => {
  const verifyAfter = (...choices: readonly (Choice | 'away')[]) =>
    given(workflow, ...underWay, ...a.balloted(...choices).slice(0, -1)).when(a.resultVerified());

  it('carried gives the mandate (R-16)', () => {
    verifyAfter('for', 'for', 'against', 'away').then('applying.underWay.mandate.given.byBallot');
  });

  it('defeated ends the application, though nothing else is wrong with it (R-16)', () => {
    verifyAfter('for', 'against', 'against', 'away').then('defeated');
    verifyAfter('for', 'for', 'against', 'against').then('defeated');
  });

  it('inquorate allows one more ballot, which may be carried (R-16)', () => {
    verifyAfter('for', 'away', 'away', 'away').then('applying.underWay.mandate.engaging');
    const second = [...underWay, ...a.balloted('for'), ...a.carried().slice(0, -1)];
    given(workflow, ...second)
      .when(a.resultVerified())
      .then('applying.underWay.mandate.given.byBallot');
  });

  it('inquorate a second time ends the application (R-16)', () => {
    given(workflow, ...underWay, ...a.balloted('for'), ...a.balloted('for').slice(0, -1))
      .when(a.resultVerified())
      .then('inquorate');
  });

  it('inquorate once, after one that an earlier application of this round had, ends the application (R-16)', () => {
    const later = a.underWay({ inquorateBallots: 1 });
    given(workflow, ...later, ...a.balloted('for').slice(0, -1))
      .when(a.resultVerified())
      .then('inquorate');
    given(workflow, ...later, ...a.carried().slice(0, -1))
      .when(a.resultVerified())
      .then('applying.underWay.mandate.given.byBallot');
  });

  it('defeated in the second ballot ends the application as well (R-16)', () => {
    given(workflow, ...underWay, ...a.balloted('for'), ...a.balloted('against', 'against').slice(0, -1))
      .when(a.resultVerified())
      .then('defeated');
  });
});

describe('an agreement of members', () => {
  it('is not enough where the constitution asks for a ballot (R-12)', () => {
    given(workflow, ...underWay)
      .when(agreed())
      .thenRefused('R-12');
    given(workflow, ...noBallotNeeded)
      .when(agreed())
      .then('applying.underWay.mandate.given.byAgreement');
  });

  it('is not enough where a proposed amendment is material (R-12)', () => {
    given(workflow, ...noBallotNeeded, a.proposed(2, 1, { material: true }))
      .when(agreed())
      .thenRefused('R-12');
    given(workflow, ...noBallotNeeded, a.proposed(2, 1))
      .when(agreed())
      .then('applying.underWay.mandate.given.byAgreement');
  });

  it('is enough again once the material amendment is refused (R-12)', () => {
    given(workflow, ...noBallotNeeded, a.proposed(2, 1, { material: true }), a.amendmentRefused())
      .when(agreed())
      .then('applying.underWay.mandate.given.byAgreement');
  });

  it('needs more practices for than against (R-12)', () => {
    for (const [yes, no] of [
      [2, 2],
      [0, 0],
      [1, 3],
    ] as const)
      given(workflow, ...noBallotNeeded)
        .when(agreed(yes, no))
        .thenRefused('membersAgreed');
    given(workflow, ...noBallotNeeded)
      .when(agreed(2, 1))
      .then('applying.underWay.mandate.given');
  });

  it('no longer holds when a material amendment is proposed afterwards: the members must vote (R-12)', () => {
    const { progress } = given(workflow, ...noBallotNeeded, agreed())
      .when(a.proposed(2, 1, { material: true }))
      .then('applying.underWay.mandate.engaging');
    expect(progress.state).toMatchObject({ applying: { underWay: { constitution: 'proposed' } } });
    given(workflow, ...noBallotNeeded, agreed())
      .when(a.proposed(2, 1))
      .then('applying.underWay.mandate.given.byAgreement');
  });

  it.each([
    ['returned', a.amendmentReturned],
    ['refused', a.amendmentRefused],
  ])('is enough once what was material is %s (R-12)', (_, turnedDown) => {
    given(workflow, ...noBallotNeeded, material(), turnedDown())
      .when(agreed())
      .then('applying.underWay.mandate.given.byAgreement');
  });

  it('is not enough for a version that rests on a material one which was returned: it changes the same (R-12)', () => {
    given(workflow, ...noBallotNeeded, material(), a.amendmentReturned(), a.proposed(3, 2))
      .when(agreed())
      .thenRefused('ballotIsNotRequired');
  });
});

describe('an agreement of members, once a constitution that asks for ballots is in force', () => {
  const amended = (version = 3): Fact =>
    a.fact(
      'ConstitutionAmended',
      { version, ballotRequired: true, providesForCommittee: true },
      a.clock,
      a.day('2014-12-10'),
    );
  const own = [a.proposed(2, 1, { ballotRequired: true }), a.amendmentApproved()];

  it.each([
    ['by another case of the CCG', [amended()]],
    ['by its own amendment', own],
  ])('stands as it was given: %s (R-12, R-13)', (_, facts) => {
    given(workflow, ...noBallotNeeded, agreed(), ...facts.slice(0, -1))
      .when(facts.at(-1)!)
      .then('applying.underWay.mandate.given.byAgreement');
    given(workflow, ...noBallotNeeded, ...facts)
      .when({ ...agreed(), at: a.day('2014-12-11') })
      .thenRefused('ballotIsNotRequired');
  });

  it('still needs the members’ vote where a material amendment stands (R-21)', () => {
    given(workflow, ...noBallotNeeded, agreed(), amended())
      .when(a.proposed(4, 3, { material: true }))
      .then('applying.underWay.mandate.engaging');
  });

  it('carries the case to its go-live', () => {
    given(workflow, ...a.byAgreement.upTo('ApplicationSubmitted'))
      .when(amended())
      .then('applying.underWay.mandate.given.byAgreement');
    given(workflow, ...a.byAgreement.upTo('AgreementSigned'), { ...amended(), at: a.day('2015-03-20') })
      .when(a.tookEffect())
      .then('inForce');
  });
});

describe('a ballot that was carried before a material amendment (R-21)', () => {
  const yes = a.upTo('ResultVerified');
  const again = (...choices: readonly Choice[]): readonly Fact[] => a.balloted(...choices).slice(0, -1);

  it('covers what stood when it opened: nobody is asked twice', () => {
    const covering = [...underWay, material(), ...a.carried().slice(0, -1)];
    given(workflow, ...covering)
      .when(a.resultVerified())
      .then('applying.underWay.mandate.given.byBallot');
    given(workflow, ...covering, a.resultVerified())
      .when(a.proposed(3, 2))
      .then('applying.underWay.mandate.given.byBallot');
  });

  it('does not cover that one: the members are asked again, and nothing is submitted before they say yes', () => {
    given(workflow, ...yes)
      .when(a.proposed(2, 1))
      .then('applying.underWay.mandate.given.byBallot');
    given(workflow, ...yes)
      .when(material())
      .then('applying.underWay.mandate.again.engaging');
    given(workflow, ...yes, material())
      .when(a.submitted())
      .thenRefused('R-19');
    given(workflow, ...yes, material())
      .when(a.amendmentApproved())
      .thenRefused('R-21');
    given(workflow, ...yes, material())
      .when(agreed())
      .thenRefused('R-12');
    const asked = [...yes, material(), ...again('for', 'for', 'for')];
    given(workflow, ...asked)
      .when(a.resultVerified())
      .then('applying.underWay.mandate.given.byBallot');
    given(workflow, ...asked, a.resultVerified())
      .when(a.submitted())
      .then('applying.underWay.application.assurance');
  });

  it('does not cover one that was proposed while the members voted', () => {
    const meanwhile = { ...material(), at: a.day('2014-10-03') };
    given(workflow, ...underWay, a.ballotOpened(), meanwhile, ...a.carried().slice(1, -1))
      .when(a.resultVerified())
      .then('applying.underWay.mandate.again.engaging');
  });

  it('stands where a proposal is refused: neither place takes it', () => {
    given(workflow, ...yes)
      .when(a.proposed(8, 7, { material: true }))
      .thenRefused('baseIsKnown');
  });

  it.each([
    ['returned', [a.amendmentReturned()]],
    ['refused', [a.amendmentRefused()]],
  ] as const)('stands again once that one is %s: it asks for nothing', (_, facts) => {
    given(workflow, ...yes, material(), ...facts.slice(0, -1))
      .when(facts.at(-1)!)
      .then('applying.underWay.mandate.given.byBallot');
  });

  it('stands again where the second ballot was inquorate, and that one is returned', () => {
    const asked = [...yes, material(), ...again('for'), a.resultVerified()];
    given(workflow, ...asked)
      .when(a.amendmentReturned())
      .then('applying.underWay.mandate.given.byBallot');
    given(workflow, ...asked, ...again('for'))
      .when(a.resultVerified())
      .then('inquorate');
  });

  it('does not help where the members say no the second time (R-16)', () => {
    given(workflow, ...yes, material(), ...again('against', 'against'))
      .when(a.resultVerified())
      .then('defeated');
  });

  it('is asked for anew after approval: nobody signs before, and at go-live the application lapses', () => {
    const later = { ...material(3, 2), at: a.day('2015-03-12') };
    given(workflow, ...a.upTo('DecisionMade'), later)
      .when({ ...a.signedByCcg(), at: a.day('2015-03-14') })
      .thenRefused('R-19');
    given(workflow, ...a.awaitingGoLive(), later)
      .when(a.tookEffect())
      .thenRefused('R-19');
  });

  it('is asked for anew before a reworked application is submitted', () => {
    const march = a.day('2015-03-01');
    const suspended = a.suspended(march);
    given(workflow, ...a.awaitingGoLive(), suspended, { ...material(3, 2), at: march })
      .when(a.submitted({}, march))
      .thenRefused('R-19');
    given(workflow, ...a.awaitingGoLive(), suspended)
      .when(a.submitted({}, march))
      .then('applying.underWay.application.assurance');
  });
});

describe('a round in which the vote may follow the application', () => {
  const voteFollows = { round: { ...a.round, mandateBefore: 'signature' as const } };
  const voteMayFollow = (facts: readonly Fact[]) => a.knowing(voteFollows, a.without(a.ballot, facts));
  const applied = voteMayFollow(a.submittedInFull());

  it('lets a CCG apply first; other rounds do not (R-19)', () => {
    given(workflow, ...applied.slice(0, -1))
      .when(a.submitted())
      .then('applying.underWay.application.assurance');
    given(workflow, ...a.without(a.ballot, a.upTo('TermsOfReferenceSigned')))
      .when(a.submitted())
      .thenRefused('R-19');
  });

  it('rescinds the application when the members then say no (R-19)', () => {
    given(workflow, ...applied, ...a.balloted('against', 'against', 'against').slice(0, -1))
      .when(a.resultVerified())
      .then('rescinded');
  });

  it('rescinds even what was approved by then (R-19)', () => {
    const approved = voteMayFollow(a.upTo('DecisionMade'));
    given(workflow, ...approved, ...a.balloted('against', 'against').slice(0, -1))
      .when(a.resultVerified())
      .then('rescinded');
  });

  it('only defeats what was not applied for yet (R-16)', () => {
    const no = a.balloted('against', 'against').slice(0, -1);
    given(workflow, ...a.knowing(voteFollows, underWay), ...no)
      .when(a.resultVerified())
      .then('defeated');
  });

  it('goes on when the members say yes', () => {
    given(workflow, ...applied, ...a.carried().slice(0, -1))
      .when(a.resultVerified())
      .then('applying.underWay.mandate.given.byBallot');
  });

  it('asks for the mandate before anybody signs (R-19)', () => {
    given(workflow, ...voteMayFollow(a.upTo('DecisionMade')))
      .when(a.signedByCcg())
      .thenRefused('R-19');
  });
});
