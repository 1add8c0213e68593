import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rejection } from '../../../demonstration/forms.js';
import { decided } from '../../../test/meetings.js';
import { testService, type Body, type TestService } from '../../../test/service.js';
import { caseAt } from '../../../test/story.js';
import { visitor } from '../../../test/visitor.js';

let to: TestService<Body>;
let id: string;

beforeAll(async () => {
  to = await testService<Body>();
  id = await caseAt('recommended', to, '00C');
});
afterAll(() => to.close());

const revisionOf = async (type: string): Promise<number> => {
  const { body } = await to.as('officer@00C').get(`/api/cases/${id}/events?limit=1000`);
  return body.events.findLast((event) => event.type === type)!.revision;
};

describe('a decision letter', () => {
  it('says of an approved amendment what was decided, why, and by whom', async () => {
    const revision = await revisionOf('AmendmentApproved');
    const { first } = await visitor(to, 'officer@00C', `/cases/${id}/letter/${revision}`);
    expect(first.heading).toBe('Approval of an amendment to your constitution');
    expect(first.text).toMatch(/To NHS .* \(00C\) Delegated commissioning, round 1/);
    expect(first.text).toMatch(/Reasons Lawful and clear\./);
    expect(first.text).toMatch(/Constitution reviewer for NHS England/);
    expect(first.text).toContain(`Reference ${id.slice(0, 8)}/${revision}`);
    expect(first.text).toContain('What happens next The constitution provides for the committee.');
  });

  it('gives the outcome first and then each reason in words, for a rejection', async () => {
    const { status } = await decided(to, id, rejection(['structural-burden', 'other']));
    expect(status).toBe(201);
    const revision = await revisionOf('DecisionMade');
    const { first } = await visitor(to, 'officer@00C', `/cases/${id}/letter/${revision}`);
    expect(first.heading).toBe('Decision on your application');
    expect(first.text).toContain('Your application is rejected, for the reasons below.');
    expect(first.text).toContain('The structure would be a burden.');
    expect(first.text).not.toContain('Decision Reject');
    expect(first.text).toContain('This ends the application in this round.');
    // The minutes are for members of the committee alone: the meeting is named, and only who sees it is led there.
    expect(first.text).toMatch(/Decided at a meeting: CCG Assurance and Development Committee, .*, item 1/);
    expect(first.dom.querySelector('.remit-letter a[href^="/meetings/"]')).toBeNull();
    const member = await visitor(to, 'committee@nhse', `/cases/${id}/letter/${revision}`);
    expect(member.first.dom.querySelector('.remit-letter a[href^="/meetings/"]')).not.toBeNull();
    expect(first.dom.querySelectorAll('h1')).toHaveLength(1);
    // The page of the case leads there.
    const page = await visitor(to, 'officer@00C', `/cases/${id}`);
    expect(page.first.dom.querySelector(`a[href="/cases/${id}/letter/${revision}"]`)).not.toBeNull();
  });

  it('is not for a practice, which sees the members’ mandate only', async () => {
    const { body } = await to.as('officer@00C').get(`/api/cases/${id}/events?limit=1000`);
    const voter = body.events.find(({ type }) => type === 'VoteCast')!.actor.organisation;
    const { first } = await visitor(to, `practice@${voter}`, `/cases/${id}/letter/${await revisionOf('DecisionMade')}`);
    expect(first.status).toBe(404);
  });
});
