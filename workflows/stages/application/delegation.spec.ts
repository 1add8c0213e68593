import { describe, expect, it } from '@jest/globals';
import { given } from '../../../libs/workflow/specification.js';
import * as a from '../../../test/builders.js';
import type { Context } from '../../application/words.js';
import { delegatedCommissioning as workflow } from '../../delegated-commissioning/index.js';

const assurance = 'applying.underWay.application.assurance.assessing';
const ready = a.upTo('AmendmentProposed');
const governance = (more: object) => ({ governance: { ...a.applicationForm.governance, ...more } });
const lapse = (at: string) => a.fact('DeadlinePassed', { deadline: 'applicationBy' }, a.clock, at);

describe('an application', () => {
  it('comes with an amendment that stands, or with the statement that none is required (R-20)', () => {
    const providing = { constitution: { ...a.constitution, providesForCommittee: true } };
    const without = a.knowing(providing, a.upTo('ResultVerified'));
    const stated = a.fact(
      'AmendmentNotRequired',
      { clause: '6.4', statement: 'It provides for the committee.' },
      a.officer,
      a.day('2014-11-10'),
    );
    for (const amendments of [
      [],
      [a.proposed(), a.amendmentReturned()],
      [a.proposed(), a.proposed(3, 2), a.amendmentRefused(2)],
      // Whoever proposes an amendment says no longer that none is required.
      [stated, a.proposed(), a.amendmentReturned()],
    ])
      given(workflow, ...without, ...amendments)
        .when(a.submitted())
        .thenRefused('amendmentIsStated');
    for (const amendments of [[stated], [a.proposed()], [a.proposed(), a.amendmentReturned(), stated]])
      given(workflow, ...without, ...amendments)
        .when(a.submitted())
        .then('applying.underWay.application.assurance');
  });

  it('is submitted with the mandate carried, and waits on the region', () => {
    given(workflow, ...ready)
      .when(a.submitted())
      .then(assurance);
  });

  it('is submitted by an officer of the CCG (R-40)', () => {
    for (const actor of [a.assessor, a.strangeOfficer, a.verifier, a.practice('A81001')])
      given(workflow, ...ready)
        .when({ ...a.submitted(), actor })
        .thenRefused('R-40');
  });

  it('is refused late, naming the deadline, noon in London (R-04)', () => {
    const refusal = given(workflow, ...ready)
      .when(a.submitted({}, '2015-01-09T12:00:00.000Z'))
      .thenRefused('R-04');
    expect(refusal).toMatchObject({ meaning: 'Applications in this round closed at noon on 9 January 2015.' });
    given(workflow, ...ready)
      .when(a.submitted({}, '2015-01-09T11:59:59.999Z'))
      .then(assurance);
  });

  it('is never late in a round without a deadline for applications (R-04)', () => {
    const open = a.knowing({ round: { ...a.round, applicationBy: null } }, ready);
    given(workflow, ...open)
      .when(a.submitted({}, a.day('2015-03-30')))
      .then(assurance);
    given(workflow, ...open)
      .when(lapse(a.day('2015-03-30')))
      .thenRefused('rule');
  });

  it('is refused before the members’ mandate (R-19)', () => {
    given(workflow, ...a.without(a.ballot, ready))
      .when(a.submitted())
      .thenRefused('mandateIsCarried');
  });

  it('is refused before any engagement with the members; a ballot is one (R-10)', () => {
    const byAgreement = a.without(['EngagementRecorded'], a.byAgreement.upTo('AmendmentProposed'));
    given(workflow, ...byAgreement)
      .when(a.submitted())
      .thenRefused('R-10');
    given(workflow, ...byAgreement, a.engaged())
      .when(a.submitted())
      .then(assurance);
    given(workflow, ...a.without(['EngagementRecorded'], ready))
      .when(a.submitted())
      .then(assurance);
  });

  it('is told what is really missing where the vote may follow: the engagement, not the mandate (R-10)', () => {
    const voteMayFollow = a.underWay({ round: { ...a.round, mandateBefore: 'signature' } });
    given(workflow, ...voteMayFollow, a.proposed())
      .when(a.submitted())
      .thenRefused('R-10');
    given(workflow, ...voteMayFollow, a.engaged(), a.proposed())
      .when(a.submitted({}, a.day('2015-01-10')))
      .thenRefused('R-04');
  });

  it('is refused without a reason where the public was not consulted (R-11)', () => {
    given(workflow, ...ready)
      .when(a.submitted({ consultation: { held: false } }))
      .thenRefused('R-11');
    given(workflow, ...ready)
      .when(a.submitted({ consultation: { held: false, reason: 'no-time' } }))
      .then(assurance);
    given(workflow, ...ready)
      .when(a.submitted({ consultation: { held: true } }))
      .then(assurance);
  });

  it('is refused without an amendment, proposed or not required (R-20)', () => {
    given(workflow, ...a.upTo('ResultVerified'))
      .when(a.submitted())
      .thenRefused('R-20');
    given(workflow, ...ready, a.amendmentRefused())
      .when(a.submitted())
      .thenRefused('R-20');
  });

  it('is refused when several CCGs would decide: double delegation (R-30)', () => {
    given(workflow, ...ready)
      .when(a.submitted(governance({ decidedBy: 'joint-committee' })))
      .thenRefused('R-30');
  });

  it('is refused when a committee-in-common would decide (R-31)', () => {
    given(workflow, ...ready)
      .when(a.submitted(governance({ decidedBy: 'committee-in-common' })))
      .thenRefused('R-31');
  });

  it('is refused when the committee is not the governing body’s (R-34)', () => {
    given(workflow, ...ready)
      .when(a.submitted(governance({ committeeOf: 'members' })))
      .thenRefused('R-34');
  });

  it('remembers who acted for the CCG, and for its members (R-46)', () => {
    const { snapshot } = given(workflow, ...ready)
      .when({ ...a.submitted(), actor: a.officer2 })
      .then(assurance);
    const voters = a.roll.map(({ practice }) => a.practice(practice).id);
    expect((snapshot.context as Context).hands).toEqual([a.officer.id, ...voters, a.verifier.id, a.officer2.id]);
  });
});

describe('a draft', () => {
  it('lapses at the deadline of the round and not before (R-04)', () => {
    given(workflow, ...ready)
      .when(lapse('2015-01-09T11:59:59.999Z'))
      .thenRefused('R-04');
    given(workflow, ...ready)
      .when(lapse('2015-01-09T12:00:00.000Z'))
      .then('lapsed');
  });

  it('no longer lapses at that deadline once it was submitted (R-06)', () => {
    given(workflow, ...ready, a.submitted())
      .when(lapse('2015-01-09T12:00:00.000Z'))
      .thenRefused('R-06');
  });
});

describe('a suspended approval (R-35)', () => {
  const suspended = a.suspended(a.day('2015-03-01'), a.assessor);
  const signedThen = [...a.upTo('DecisionMade'), a.signedByCcg(), suspended];
  const reworked = [...signedThen, a.submitted({}, a.day('2015-03-05'))];

  it('sends the case back for rework, from before and after the signatures', () => {
    for (const before of [a.upTo('DecisionMade'), a.awaitingGoLive().slice(0, -1), a.awaitingGoLive()])
      given(workflow, ...before)
        .when(suspended)
        .then('applying.underWay.application.drafting.reworking');
  });

  it('suspends nothing that was not approved, and no delegation in force', () => {
    given(workflow, ...a.beforeTheCommittee())
      .when(suspended)
      .thenRefused('not-open-here');
    given(workflow, ...a.inForce())
      .when(suspended)
      .thenRefused('not-open-here');
  });

  it('is not suspended by the CCG (R-35)', () => {
    given(workflow, ...a.upTo('DecisionMade'))
      .when({ ...suspended, actor: a.officer })
      .thenRefused('R-35');
  });

  it('lets mandate, constitution and terms stand, and nothing of the assurance', () => {
    const { progress, snapshot } = given(workflow, ...signedThen).standing;
    expect(progress.state).toMatchObject({
      applying: { underWay: { mandate: { given: 'byBallot' }, constitution: 'settled', terms: 'signed' } },
    });
    expect((snapshot.context as Context).findings).toEqual({});
    expect(snapshot.context).toMatchObject({ regionSigned: false, recommended: false, signatories: [] });
  });

  it('is reworked after the round’s deadline, which was met the first time, and held to the form (R-30)', () => {
    const late = a.day('2015-03-05');
    given(workflow, ...signedThen)
      .when(a.submitted(governance({ decidedBy: 'joint-committee' }), late))
      .thenRefused('R-30');
    given(workflow, ...signedThen)
      .when(a.submitted({}, late))
      .then(assurance);
  });

  it('is approved again and signed anew by both', () => {
    const again = [...reworked, ...a.assured(), a.approvedAgain()];
    given(workflow, ...again)
      .when(a.tookEffect())
      .thenRefused('not-open-here');
    given(workflow, ...again, a.signedByCcg(), a.signedByNhsEngland())
      .when(a.tookEffect())
      .then('inForce');
  });

  it('for double delegation is approved on a new minute only, not on the one it was approved on before (R-30, R-47)', () => {
    const assured = [...reworked, ...a.assured()];
    given(workflow, ...assured)
      .when(a.approved())
      .thenRefused('minuteIsNew');
    given(workflow, ...assured)
      .when(a.approvedAgain())
      .then('applying.underWay.application.agreement.unsigned');
  });

  it('cannot be decided before the thresholds are assessed again (R-40)', () => {
    given(workflow, ...reworked)
      .when(a.recommended())
      .thenRefused('thresholdsAreMet');
  });
});

describe('an application handed in after its draft lapsed', () => {
  it('is refused with the deadline named (R-04)', () => {
    const lapsed = a.fact('DeadlinePassed', { deadline: 'applicationBy' }, a.clock, a.round.applicationBy!);
    const refusal = given(workflow, ...a.underWay(), lapsed)
      .when(a.submitted({}, a.day('2015-01-09', '12:00:01.000')))
      .thenRefused('R-04');
    expect(refusal).toMatchObject({ meaning: expect.stringContaining('noon on 9 January 2015') });
  });
});
