import { describe, expect, it } from '@jest/globals';
import * as forms from '../../demonstration/forms.js';
import type { Body, TestService } from '../service.js';
import { goLive } from '../story.js';
import { acts, at } from '../hand.js';
import { isRefused, journey, levelOf, seen } from './journey.js';
import * as step from './delegation.js';
import { type Application, applies, goesOn } from './delegation.js';

type Service = TestService<Body>;

const reviewer = 'constitution@nhse';
const refusal = (version: number) => ({ version, reasons: 'The governing body would give away what it must decide.' });

/** The constitution of this CCG asks for no ballot unless an amendment is material. */
const ccg = '08C';

describe('a constitution', () => {
  it('has three versions in flight: one is refused, one falls with it, one is approved (scenario 5)', async () => {
    await journey('05-three-versions', async (to) => {
      const own = await applies(to, ccg);
      const { id, officer } = own;
      await at(to, '2014-07-01T10:00:00.000Z');
      await goesOn(to, own, 'under-way');
      await at(to, '2014-10-01T10:00:00.000Z');
      await goesOn(to, own, 'engaged');
      await isRefused(to, officer, id, 'ApplicationSubmitted', forms.applicationForm(), 'R-19');
      await acts(to, officer, id, 'AgreementOfMembersRecorded', forms.agreementOfMembers('2014-09-20', 11));

      await threeArePending(to, own);
      await onlyTheReviewerDecides(to, own);
      await acts(to, reviewer, id, 'AmendmentRefused', refusal(2));
      // What rests on the refused version cannot be approved, nor anything new be put upon it.
      await isRefused(to, reviewer, id, 'AmendmentApproved', forms.amendmentApproved(3), 'R-21');
      await isRefused(to, officer, id, 'AmendmentProposed', forms.amendment(5, 2), 'R-21');
      await isRefused(to, officer, id, 'AmendmentProposed', forms.amendment(5, 3), 'R-21');
      await isRefused(to, reviewer, id, 'AmendmentApproved', forms.amendmentApproved(2), 'R-21');
      const settled = await acts(to, reviewer, id, 'AmendmentApproved', forms.amendmentApproved(4));
      expect(settled.details).toMatchObject({
        amendments: [
          { version: 2, status: 'refused' },
          { version: 3, basedOn: 2, status: 'pending' },
          { version: 4, basedOn: 1, status: 'approved' },
        ],
      });
      await isRefused(to, reviewer, id, 'AmendmentApproved', forms.amendmentApproved(3), 'R-21');
      await acts(to, reviewer, id, 'AmendmentReturned', forms.amendmentReturned(3));

      // The material version was refused, so that an agreement is enough again.
      await acts(to, officer, id, 'AgreementOfMembersRecorded', forms.agreementOfMembers('2014-09-30', 12));
      await step.termsSettled(to, own);
      await goesOn(to, own, 'concluded');
      await at(to, goLive);
      expect((await seen(to, id)).state).toMatchObject({ inForce: {} });
      expect([await levelOf(to, ccg, '2015-03-31'), await levelOf(to, ccg, '2015-04-01')]).toEqual([null, 'L3']);
    });
  });
});

/** The first of them is material, which takes the members' agreement back until they have voted (R-12). */
async function threeArePending(to: Service, { id, officer }: Application): Promise<void> {
  const material = await acts(to, officer, id, 'AmendmentProposed', forms.amendment(2, 1, true));
  expect(material.state).toMatchObject({ applying: { underWay: { mandate: 'engaging' } } });
  await isRefused(to, officer, id, 'AgreementOfMembersRecorded', forms.agreementOfMembers('2014-09-20', 11), 'R-12');
  await acts(to, officer, id, 'AmendmentProposed', forms.amendment(3, 2));
  const three = await acts(to, officer, id, 'AmendmentProposed', forms.amendment(4, 1));
  expect(three.details).toMatchObject({
    amendments: [2, 3, 4].map((version) => ({ version, status: 'pending' })),
  });
  await isRefused(to, officer, id, 'AmendmentProposed', forms.amendment(4, 1), 'R-21');
  await isRefused(to, officer, id, 'AmendmentProposed', forms.amendment(6, 5), 'R-21');
}

async function onlyTheReviewerDecides(to: Service, { id, officer, assessor }: Application): Promise<void> {
  for (const persona of [officer, assessor, 'committee@nhse'])
    await isRefused(to, persona, id, 'AmendmentApproved', forms.amendmentApproved(4), 'R-23');
}

describe('terms of reference', () => {
  it('in dispute keep a delegation from going live; agreed and signed they let it (scenario 10)', async () => {
    await journey('10-terms-disputed', async (to) => {
      const [settling, quarrelling] = ['08C', '07H'];
      const [settles, quarrels] = [
        await approvedWithTermsInDispute(to, settling),
        await approvedWithTermsInDispute(to, quarrelling),
      ];

      await at(to, '2015-03-02T10:00:00.000Z');
      for (const each of [settles, quarrels]) await nothingIsSigned(to, each);
      const mended = { ...forms.termsDraft, summary: 'The chair has no casting vote on premises.' };
      await acts(to, settles.officer, settles.id, 'TermsOfReferenceDrafted', mended);
      await nothingIsSigned(to, settles);
      await acts(to, settles.assessor, settles.id, 'TermsOfReferenceAgreed', forms.termsAgreed);
      // Agreed is not signed.
      await isRefused(
        to,
        settles.officer,
        settles.id,
        'AgreementSigned',
        forms.signature('Accountable officer'),
        'R-34',
      );
      const signed = await acts(to, settles.officer, settles.id, 'TermsOfReferenceSigned', forms.termsSigned);
      expect(signed.state).toMatchObject({ applying: { underWay: { terms: 'signed' } } });
      await isRefused(to, settles.officer, settles.id, 'TermsOfReferenceDrafted', mended, 'R-35');
      await step.signed(to, settles);

      await at(to, goLive);
      expect((await seen(to, settles.id)).state).toMatchObject({ inForce: {} });
      expect(await seen(to, quarrels.id)).toMatchObject({ state: 'lapsed', outcome: 'lapsed' });
      expect([await levelOf(to, settling, '2015-04-01'), await levelOf(to, quarrelling, '2015-04-01')]).toEqual([
        'L3',
        null,
      ]);
    });
  });
});

/** The national committee may approve before the terms are settled: they are a condition of the agreement. */
async function approvedWithTermsInDispute(to: Service, code: string): Promise<Application> {
  const own = await applies(to, code);
  await goesOn(to, own, 'mandated');
  await step.amended(to, own);
  await termsAreDisputed(to, own);
  await step.submitted(to, own);
  await step.assured(to, own);
  await step.approved(to, own);
  return own;
}

async function termsAreDisputed(to: Service, { id, officer, assessor }: Application): Promise<void> {
  await isRefused(to, officer, id, 'TermsOfReferenceSigned', forms.termsSigned, null);
  for (const wrong of [{ committeeOf: 'several-ccgs' }, { committeeOf: 'members' }, { acceptsDirections: false }])
    await isRefused(to, officer, id, 'TermsOfReferenceDrafted', { ...forms.termsDraft, ...wrong }, 'R-34');
  await acts(to, officer, id, 'TermsOfReferenceDrafted', forms.termsDraft);
  await isRefused(to, officer, id, 'TermsOfReferenceAgreed', forms.termsAgreed, 'R-34');
  const dispute = { clause: '12', reasons: 'The chair would have a casting vote on premises.' };
  const disputed = await acts(to, assessor, id, 'TermsOfReferenceDisputed', dispute);
  expect(disputed.state).toMatchObject({ applying: { underWay: { terms: 'disputed' } } });
  await isRefused(to, officer, id, 'TermsOfReferenceSigned', forms.termsSigned, null);
}

async function nothingIsSigned(to: Service, { id, officer }: Application): Promise<void> {
  await isRefused(to, officer, id, 'AgreementSigned', forms.signature('Accountable officer'), 'R-34');
  await isRefused(to, 'committee@nhse', id, 'AgreementSigned', forms.signature('National director'), 'R-34');
}
