import { describe, expect, it } from '@jest/globals';
import * as forms from '../../demonstration/forms.js';
import { londonDay } from '../../libs/workflow/london.js';
import {
  fourWithTheChair,
  layMemberAndNamedExecutive,
  manyOffices,
  oneOfEach,
} from '../../workflows/committee-meeting/quorum-rules.js';
import type { QuorumRule } from '../../workflows/committee-meeting/quorum.js';
import type { Body, TestService } from '../service.js';
import { goLiveOf } from './delegation.js';
import { acts, at, begun } from '../hand.js';
import { isRefused, journey, levelOf, seen } from './journey.js';
import { caseAt, takeTo } from '../story.js';

const ccg = '08Q';

/** A committee whose only clinicians are its GPs, who all have an interest in the CCG. */
interface Committee {
  readonly id: string;
  readonly organisation: string;
  /** Keeps the minutes, and is in the chair. */
  readonly chair: string;
  readonly quorum: QuorumRule;
  /** Offices by id; the two of no office do not vote. */
  readonly seats: Readonly<Record<string, readonly string[]>>;
}

const ofManyOffices: Committee = {
  id: 'y57-many-offices',
  organisation: 'Y57',
  chair: 'panel@Y57',
  quorum: manyOffices,
  seats: {
    'panel@Y57': ['chair', 'non-executive'],
    'panel-4@Y57': ['non-executive'],
    'panel-5@Y57': ['non-executive'],
    'panel-3@Y57': ['gp'],
    'panel-6@Y57': ['gp'],
    'panel-2@Y57': ['chief-officer'],
    'panel-7@Y57': ['chief-officer'],
    'panel-8@Y57': ['finance-officer'],
    'panel-9@Y57': ['head-of-contracting'],
    'panel-10@Y57': [],
    'panel-11@Y57': [],
  },
};
const ofOneEach: Committee = {
  id: 'y57-one-each',
  organisation: 'Y57',
  chair: 'panel@Y57',
  quorum: oneOfEach,
  seats: {
    'panel@Y57': ['chair', 'lay-member'],
    'panel-2@Y57': ['executive'],
    'panel-3@Y57': ['gp'],
    'panel-6@Y57': ['gp'],
  },
};
const national = {
  'committee@nhse': ['chair', 'lay-member'],
  'committee-2@nhse': ['vice-chair', 'chief-officer'],
  'committee-3@nhse': ['gp'],
  'committee-5@nhse': ['finance-officer'],
  'committee-6@nhse': ['lay-member'],
} as const;
const ofFour: Committee = {
  id: 'nhse-four',
  organisation: 'nhse',
  chair: 'committee@nhse',
  quorum: fourWithTheChair,
  seats: national,
};
const ofThree: Committee = { ...ofFour, id: 'nhse-three', quorum: layMemberAndNamedExecutive };

describe('a committee whose every GP has an interest', () => {
  it('decides by its quorum rule: two cannot by construction, two can without clinical input (scenario 12)', async () => {
    await journey('12-every-gp-conflicted', async (to) => {
      for (const each of [ofManyOffices, ofOneEach, ofFour, ofThree]) await constituted(to, each);
      const id = await caseAt('recommended', to, ccg, { level: 'L2' });

      await at(to, '2015-02-02T10:00:00.000Z');
      const deferring = await isInquorate(to, id, ofManyOffices, 'defer');
      await isRefused(to, 'panel@Y57', id, 'DecisionMade', { ...forms.approval, ...deferring }, 'R-47');
      await acts(to, 'panel@Y57', id, 'DecisionMade', { decision: 'defer', grounds: 'No GP was left.', ...deferring });
      expect(stateOf(await seen(to, id))).toEqual({ decision: 'deferred' });

      await at(to, '2015-02-09T10:00:00.000Z');
      const escalating = await isInquorate(to, id, ofOneEach, 'escalate');
      const reasons = 'No committee of the region has a GP without an interest.';
      await acts(to, 'panel@Y57', id, 'DecisionEscalated', { reasons, ...escalating });
      expect(stateOf(await seen(to, id))).toEqual({ decision: 'escalated' });
      const queue = await to.as('committee@nhse').get('/api/queues/decision');
      expect(queue.body.items).toMatchObject([{ case: id, role: 'national-committee' }]);
      await isRefused(to, 'panel@Y57', id, 'DecisionMade', { ...forms.approval, ...escalating }, 'R-47');

      await at(to, '2015-02-16T10:00:00.000Z');
      const first = await decidesWithoutClinicians(to, id, ofFour, 'defer');
      const grounds = 'A GP of another region is to be heard in writing.';
      await acts(to, 'committee@nhse', id, 'DecisionMade', { decision: 'defer', grounds, ...first });
      expect(stateOf(await seen(to, id))).toEqual({ decision: 'escalated' });

      await at(to, '2015-02-23T10:00:00.000Z');
      const second = await decidesWithoutClinicians(to, id, ofThree, 'approve');
      await isRefused(to, 'committee@nhse', id, 'DecisionMade', { ...forms.approval, ...first }, 'R-47');
      await acts(to, 'committee@nhse', id, 'DecisionMade', { ...forms.approval, ...second });
      expect(await seen(to, id)).toMatchObject({ details: { minutes: [deferring, escalating, first, second] } });

      await takeTo('concluded', to, id, ccg, { level: 'L2' });
      await at(to, goLiveOf('1'));
      expect(await levelOf(to, ccg, '2015-03-31')).toBeNull();
      expect(await levelOf(to, ccg, '2015-04-01')).toBe('L2');
    });
  });
});

/** Where the application stands. */
function stateOf({ state }: Body): unknown {
  return (state as { applying: { underWay: { application: unknown } } }).applying.underWay.application;
}

interface Tabled {
  readonly declarations: readonly { readonly id: string }[];
}

interface Minuted {
  readonly meeting: string;
  readonly item: number;
}

/** After exclusions nothing can be decided, and only the GPs are missing. */
async function isInquorate(
  to: TestService<Body>,
  id: string,
  committee: Committee,
  next: 'defer' | 'escalate',
): Promise<Minuted> {
  const { chair } = committee;
  const meeting = await satOver(to, id, committee, 'approve');
  expect((await seen(to, meeting, chair)).details).toMatchObject({
    items: [{ quorate: false, missing: ['at least 1 GP: 0 present'], clinicalInput: false }],
  });
  const { detail } = await isRefused(to, chair, meeting, 'ItemDecided', votes(committee, 'approve'), 'R-47');
  expect(detail).toContain('Missing: at least 1 GP: 0 present.');
  const reasons = 'Every GP of the committee has an interest.';
  await acts(to, chair, meeting, 'ItemLeftInquorate', { item: 1, next, reasons });
  return closed(to, chair, meeting);
}

/** The meeting is quorate, and votes once its chair has taken it on that there is no clinical input. */
async function decidesWithoutClinicians(
  to: TestService<Body>,
  id: string,
  committee: Committee,
  decision: string,
): Promise<Minuted> {
  const { chair } = committee;
  const meeting = await satOver(to, id, committee, decision);
  expect((await seen(to, meeting, chair)).details).toMatchObject({
    items: [{ quorate: true, missing: [], clinicalInput: false, acknowledgedBy: null }],
  });
  await isRefused(to, chair, meeting, 'ItemDecided', votes(committee, decision), 'R-48');
  const acknowledgement = { item: 1, statement: 'The application concerns the structure, not the care of patients.' };
  await isRefused(to, 'committee-2@nhse', meeting, 'NoClinicalInputAcknowledged', acknowledgement, 'R-48');
  await acts(to, chair, meeting, 'NoClinicalInputAcknowledged', acknowledgement);
  await acts(to, chair, meeting, 'ItemDecided', votes(committee, decision));
  expect((await seen(to, meeting, chair)).details).toMatchObject({
    items: [{ clinicalInput: false, acknowledgedBy: chair, result: { outcome: 'carried', decision } }],
  });
  return closed(to, chair, meeting);
}

const gpsOf = ({ seats }: Committee): readonly string[] =>
  Object.entries(seats).flatMap(([id, offices]) => (offices.includes('gp') ? [id] : []));

/** All vote for it but the GPs and whoever has no vote. */
function votes(committee: Committee, decision: string): Readonly<Record<string, unknown>> {
  const voters = Object.entries(committee.seats).filter(([, offices]) => offices.length > 0 && !offices.includes('gp'));
  const all = { for: voters.map(([id]) => id), against: [], abstained: [] };
  return { item: 1, decision, votes: all, grounds: 'The papers were read.' };
}

/**
 * All come and the case is tabled; each GP leaves, whose interest is declared or known to the register from an earlier meeting. Gives the
 * meeting.
 */
async function satOver(to: TestService<Body>, id: string, committee: Committee, decision: string): Promise<string> {
  const { chair, seats } = committee;
  const heldOn = londonDay(to.service.clock.now());
  const data = { committeeId: committee.id, heldOn };
  const { id: meeting } = await begun(to, { who: chair, workflow: 'committee-meeting', data });
  await acts(to, chair, meeting, 'MembersAttended', { present: Object.keys(seats), chairedBy: chair });
  await acts(to, chair, meeting, 'ItemTabled', { case: id, title: 'Joint commissioning for a CCG', decision });
  const { items } = (await seen(to, meeting, chair)).details as unknown as { readonly items: readonly [Tabled] };
  const known = items[0].declarations.map(({ id: person }) => person);
  expect(items).toMatchObject([{ clinicalInput: true, ...(known.length === 0 && { quorate: true }) }]);
  for (const person of gpsOf(committee)) {
    const interest = 'A partner in a practice of the CCG.';
    const lies = { kind: 'financial', subject: ccg, aroseOn: '2014-09-01' };
    if (!known.includes(person))
      await acts(to, chair, meeting, 'ConflictDeclared', { item: 1, person, interest, ...lies });
    await acts(to, chair, meeting, 'ConflictHandled', { item: 1, person, handling: 'left' });
  }
  return meeting;
}

async function closed(to: TestService<Body>, chair: string, meeting: string): Promise<Minuted> {
  await acts(to, chair, meeting, 'MeetingClosed');
  return { meeting, item: 1 };
}

/** The registrar enters the committee into the register, its quorum rule as data. */
async function constituted(to: TestService<Body>, { id, organisation, quorum, seats }: Committee): Promise<void> {
  const members = Object.entries(seats).map(([person, offices]) => {
    const sits = { voting: offices.length > 0, clinician: offices.includes('gp') };
    return { id: person, name: `Member ${person}`, offices, ...sits };
  });
  const purpose = organisation === 'nhse' ? 'national-committee' : 'regional-panel';
  const committee = { id, name: `Committee ${id}`, organisation, purpose, from: '2014-06-01', quorum, members };
  const { proposal } = await enters(to, 'registrar@nhse', 'committees', committee);
  if (proposal !== undefined)
    await enters(to, 'registrar-2@nhse', `committees/proposals/${proposal}`, { action: 'confirm' });
  else for (const { id: subject, name } of members) await joins(to, { subject, name, organisation });
}

/** A registrar records something in the register, which must be recorded. */
async function enters(
  to: TestService<Body>,
  who: string,
  path: string,
  data: object,
): Promise<{ readonly proposal?: string }> {
  const { status, body } = await to.as(who).post(`/api/register/${path}`, data);
  if (status !== 201) throw new Error(`${path} was answered ${status}: ${JSON.stringify(body)}`);
  return body as { readonly proposal?: string };
}

/** Whoever is no member of a region’s panel yet is granted the role in which it decides. */
async function joins(
  to: TestService<Body>,
  { subject, name, organisation }: Readonly<Record<'subject' | 'name' | 'organisation', string>>,
): Promise<void> {
  const role = 'regional-assessor';
  if (to.service.ledger.register.holds(subject, role, organisation)) return;
  await enters(to, 'registrar@nhse', 'roles', { action: 'grant', subject, name, role, organisation });
}
