import { describe, expect, it } from '@jest/globals';
import * as forms from '../../demonstration/forms.js';
import { meetingOnAll } from '../meetings.js';
import type { Body, TestService } from '../service.js';
import { groupSeen, statusOf } from './group.js';
import { acts, at } from '../hand.js';
import { arrangementOf, begins, isNotBegun, isRefused, journey, levelOf, seen } from './journey.js';
import * as step from './delegation.js';
import { applyTogether, goesOn, type Application } from './delegation.js';

type Service = TestService<Body>;

/** Six CCGs of one region; the last gets no mandate. */
const six = ['08F', '06W', '07X', '08C', '06Q', '07H'] as const;
const [lead, ...others] = six;
const out = '07H';
const goingOn = six.filter((code) => code !== out);

describe('six CCGs that apply together', () => {
  it('go on without the one whose members say no, once they and NHS England agree, each for itself (scenario 2)', async () => {
    await journey('02-group-of-six', async (to) => {
      await nothingIsBegunInPart(to);
      const alone = await appliesAlone(to, out);
      const before = await to.head();
      const { begun, groupId, all } = await applyTogether(to, six);
      expect(begun.links['group']).toBe(`/api/groups/${groupId}`);
      // Six cases and one arrangement: the others are invited, and hold nothing.
      expect(await to.head()).toBe(before + 7);

      const group = await groupSeen(to, groupId);
      expect(group).toMatchObject({
        level: 'L3',
        round: '1',
        ccgs: six,
        left: [],
        goesOn: { asked: false, waitingOn: [] },
      });
      expect(group.members.map(({ ccg }) => ccg).sort()).toEqual([...six].sort());
      expect(group.members.map((each) => each.case).sort()).toEqual(all.map(({ id }) => id).sort());
      const of = (code: string): Application => all.find(({ ccg }) => ccg === code)!;
      await eachSeesItsOwnCase(to, groupId);
      for (const code of others.filter((each) => each !== out)) await joinsByItself(to, of(code), of(lead));
      await isHeldUpByItsOwnOnly(to, of(out), alone);
      // Whoever expressed the interest of all acts for one CCG only after that.
      await isRefusedToSee(to, `officer@${lead}`, of('06W').id);

      await at(to, '2014-07-01T10:00:00.000Z');
      for (const each of all) await goesOn(to, each, 'under-way');
      await theCommitteeInCommonDecidesNothing(to, groupId, of(lead));

      await at(to, '2014-10-01T10:00:00.000Z');
      for (const each of all) await goesOn(to, each, 'engaged');
      // The constitution of one asks for no ballot; each of the others has a vote of its own.
      for (const code of goingOn) await goesOn(to, of(code), 'mandated');
      await at(to, '2014-10-20T10:00:00.000Z');
      for (const code of goingOn) await goesOn(to, of(code), 'drafted');
      // One is with the region already when the no comes.
      await goesOn(to, of('06W'), 'assessed');

      await step.voted(to, of(out), () => 'against');
      expect(await groupSeen(to, groupId)).toMatchObject({ left: [], goesOn: { asked: false } });
      const gone = await to.head();
      expect((await step.verified(to, of(out))).outcome).toBe('defeated');
      await theOthersHearOfItAtOnce(to, of(out), all, gone);

      expect(await levelOf(to, out, '2014-12-31')).toBeNull();
      const stopped = await groupSeen(to, groupId);
      expect(stopped.left).toEqual([{ ccg: out, outcome: 'defeated' }]);
      expect(stopped.goesOn.asked).toBe(true);
      expect([...stopped.goesOn.waitingOn].sort()).toEqual([...goingOn, 'Y56'].sort());
      expect(stopped.members.find(({ ccg }) => ccg === out)?.continuation).toBeNull();
      for (const code of goingOn) {
        expect(statusOf(stopped, code, 'group')).toBe('in-progress');
        expect(statusOf(stopped, code, 'mandate')).toBe('completed');
        expect((await seen(to, of(code).id)).waitingOn).toEqual(
          expect.arrayContaining(['ccg-officer', 'regional-assessor']),
        );
      }
      await isRefused(to, of(lead).officer, of(lead).id, 'ApplicationSubmitted', forms.applicationForm(), 'R-17');
      await isRefused(to, of('06W').assessor, of('06W').id, 'RegionRecommended', forms.recommendation, 'R-17');

      await theyAndNhsEnglandAgree(to, groupId, of);

      for (const code of goingOn.filter((each) => each !== '06W')) await goesOn(to, of(code), 'assessed');
      for (const code of goingOn) await step.recommended(to, of(code));
      await eachIsDecidedByItself(to, of);

      await at(to, '2015-03-10T10:00:00.000Z');
      for (const code of goingOn) await step.signed(to, of(code));
      await isRefused(to, of(out).officer, of(out).id, 'AgreementSigned', forms.signature('Accountable officer'), null);
      await at(to, '2015-03-31T23:00:00.000Z');
      for (const code of goingOn) {
        expect((await seen(to, of(code).id)).state).toMatchObject({ inForce: {} });
        expect([await levelOf(to, code, '2015-03-31'), await levelOf(to, code, '2015-04-01')]).toEqual([null, 'L3']);
      }
      expect(await levelOf(to, out, '2015-04-01')).toBeNull();
      expect((await seen(to, of(out).id)).state).toBe('defeated');
      const finished = await groupSeen(to, groupId);
      expect(finished.left).toEqual([{ ccg: out, outcome: 'defeated' }]);
      for (const code of goingOn) expect(statusOf(finished, code, 'delegation')).toBe('in-progress');
    });
  });
});

async function nothingIsBegunInPart(to: Service): Promise<void> {
  const head = await to.head();
  for (const group of [[lead], [lead, lead], others, [...six, '99Z']]) {
    const data = forms.groupInterestForm('2015-04-01', 'A group', group);
    await isNotBegun(to, `officer@${lead}`, lead, { data }, 'R-01');
  }
  // Refused alike, they are one refusal.
  expect(await to.head()).toBe(head + 1);
}

/** One of the six applies by itself before the others ask it. Gives its case. */
const appliesAlone = async (to: Service, ccg: string): Promise<string> => (await begins(to, `officer@${ccg}`, ccg)).id;

/** Only its own officer joins, and by that it holds an application. */
async function joinsByItself(to: Service, application: Application, inviting: Application): Promise<void> {
  const { id, ccg } = application;
  expect(await seen(to, id)).toMatchObject({ state: { invited: 'asked' }, waitingOn: ['ccg-officer'] });
  expect((await arrangementOf(to, ccg)).live).toEqual([]);
  await isRefusedToSee(to, inviting.officer, id);
  await isRefused(to, application.assessor, id, 'InterestAcknowledged', { grounds: 'x' }, null);
  await step.joined(to, application);
  expect((await arrangementOf(to, ccg)).live).toMatchObject([{ case: id }]);
}

/** What one of them has under way is told to nobody but itself: the invitation is there, and it joins once it has withdrawn the other. */
async function isHeldUpByItsOwnOnly(to: Service, { id, officer }: Application, alone: string): Promise<void> {
  await isRefused(to, officer, id, 'GroupJoined', { statement: 'Agreed.' }, 'R-05');
  const because = { because: 'other', text: 'It applies with its neighbours.' };
  await acts(to, officer, alone, 'ApplicationWithdrawn', because);
  await acts(to, officer, id, 'GroupJoined', { statement: 'Agreed.' });
}

async function eachSeesItsOwnCase(to: Service, groupId: string): Promise<void> {
  for (const code of six) {
    const { members } = await groupSeen(to, groupId, `officer@${code}`);
    expect(members.filter((each) => each.case !== undefined).map(({ ccg }) => ccg)).toEqual([code]);
  }
  expect((await to.as('officer@02P').get(`/api/groups/${groupId}`)).status).toBe(404);
}

async function isRefusedToSee(to: Service, persona: string, id: string): Promise<void> {
  expect((await to.as(persona).get(`/api/cases/${id}`)).status).toBe(404);
  expect((await to.as(persona).act(id, 'EngagementRecorded', forms.engagement('2014-06-01'))).status).toBe(404);
}

async function theCommitteeInCommonDecidesNothing(
  to: Service,
  groupId: string,
  { id, officer }: Application,
): Promise<void> {
  const name = 'Primary care committees in common';
  const meets = { name, ccgs: six, purpose: 'One agenda and one set of papers.' };
  const recorded = await acts(to, officer, id, 'CommitteeInCommonRecorded', meets);
  expect(recorded.details).toMatchObject({ committeesInCommon: [{ name, ccgs: six, deciding: false }] });
  expect((await groupSeen(to, groupId)).committeesInCommon).toMatchObject([{ name, deciding: false }]);
}

/** The no and what it means for the others are recorded together. */
async function theOthersHearOfItAtOnce(
  to: Service,
  gone: Application,
  all: readonly Application[],
  head: number,
): Promise<void> {
  const events = await to.log.readAll({ after: head });
  const [verdict] = events;
  expect(verdict).toMatchObject({ stream: `case-${gone.id}`, type: 'ResultVerified' });
  const told = events.filter(({ type }) => type === 'GroupMemberLeft');
  expect(told.map(({ stream }) => stream).sort()).toEqual(
    all
      .filter(({ id }) => id !== gone.id)
      .map(({ id }) => `case-${id}`)
      .sort(),
  );
  for (const { data, cause } of told) {
    expect(data).toEqual({ ccg: gone.ccg, case: gone.id, outcome: 'defeated' });
    expect(cause).toBe(verdict?.id);
  }
}

async function theyAndNhsEnglandAgree(to: Service, groupId: string, of: (code: string) => Application): Promise<void> {
  const agreement = { statement: 'The governing body agreed that five go on.' };
  const acceptance = { grounds: 'Five are large enough for one plan.' };
  const { officer, assessor, id } = of(lead);
  await isRefused(to, officer, id, 'GroupContinuationAccepted', acceptance, 'R-17');
  await acts(to, officer, id, 'GroupContinuationAgreed', agreement);
  expect((await groupSeen(to, groupId)).goesOn.waitingOn).not.toContain(lead);
  // One yes is not two, and one CCG's is not another's.
  await isRefused(to, officer, id, 'ApplicationSubmitted', forms.applicationForm(), 'R-17');
  await acts(to, assessor, id, 'GroupContinuationAccepted', acceptance);
  expect((await groupSeen(to, groupId)).members.find(({ ccg }) => ccg === lead)?.continuation).toEqual({
    ccg: true,
    region: true,
  });
  await isRefused(to, of('07X').officer, of('07X').id, 'ApplicationSubmitted', forms.applicationForm(), 'R-17');
  const inCommon = forms.applicationForm({
    governance: { decidedBy: 'committee-in-common', committeeOf: 'governing-body', description: 'The six together.' },
  });
  await isRefused(to, officer, id, 'ApplicationSubmitted', inCommon, 'R-31');
  for (const code of goingOn.filter((each) => each !== lead)) {
    await acts(to, of(code).assessor, of(code).id, 'GroupContinuationAccepted', acceptance);
    await acts(to, of(code).officer, of(code).id, 'GroupContinuationAgreed', agreement);
  }
  expect((await groupSeen(to, groupId)).goesOn).toEqual({ asked: true, waitingOn: [] });
}

/** One meeting, an item for each CCG; one of them is put off to another meeting, which keeps nobody else. */
async function eachIsDecidedByItself(to: Service, of: (code: string) => Application): Promise<void> {
  await at(to, '2015-02-10T10:00:00.000Z');
  const [last, ...first] = [...goingOn].reverse();
  const deferral = { decision: 'defer', grounds: 'One paper came too late.' };
  const decisions = [
    ...first.map((code) => ({ ...of(code), decision: forms.approval })),
    { ...of(last!), decision: deferral },
  ];
  const meeting = await meetingOnAll(
    to,
    decisions.map(({ id, decision }) => ({ case: id, decision: String(decision['decision']) })),
  );
  for (const [index, { id, decision }] of decisions.entries())
    await acts(to, 'committee@nhse', id, 'DecisionMade', { ...decision, meeting, item: index + 1 });
  await isRefused(to, of(last!).officer, of(last!).id, 'AgreementSigned', forms.signature('Accountable officer'), null);
  await at(to, '2015-03-03T10:00:00.000Z');
  await step.approved(to, of(last!));
}
