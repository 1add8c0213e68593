/** Histories as the service would have recorded them: applications from the interest to the delegation in force, some sixty events each. */
import { randomUUID } from 'node:crypto';
import { lookUp } from '../../apps/service/casework/look-ups.js';
import * as forms from '../../apps/service/demonstration/forms.js';
import { registerActor } from '../../apps/service/seed.js';
import type { Actor, Append, EventLog, NewEvent } from '../../libs/event-log/index.js';
import { registerStream } from '../../libs/register/facts.js';
import { registerOf, type Register } from '../../libs/register/index.js';
import { seedRegister } from '../../libs/register/seed.js';
import { beginning, decide } from '../../libs/workflow/decide.js';
import { londonDay } from '../../libs/workflow/london.js';
import type { ArrangementContext } from '../../workflows/arrangement/index.js';
import type { Minute } from '../../workflows/committee-meeting/minute.js';
import { delegatedCommissioning as workflow } from '../../workflows/delegated-commissioning/index.js';

export type Said = readonly [
  at: string,
  role: string,
  organisation: string,
  type: string,
  data: Readonly<Record<string, unknown>>,
];

/** What people of one CCG say on the way, in order. Every practice but one votes, so the clock closes the ballot. */
function story(register: Register, ccg: string): readonly Said[] {
  const region = register.ccg(ccg)?.region ?? '';
  const version = register.constitutionOf(ccg, '2014-11-10')?.version ?? 1;
  const roll = register.rollOf(ccg, '2014-10-01').toSorted((a, b) => (b.patients ?? 0) - (a.patients ?? 0));
  const officer = ['ccg-officer', ccg] as const;
  const assessor = ['regional-assessor', region] as const;
  const committee = ['national-committee', 'nhse'] as const;
  const clock = ['clock', 'service'] as const;
  return [
    ['2014-06-12T10:00:00.000Z', ...officer, 'InterestExpressed', forms.interestForm('2015-04-01', ccg)],
    [
      '2014-07-01T10:00:00.000Z',
      ...assessor,
      'InterestAcknowledged',
      { readiness: 'ready', grounds: 'Sound finances.' },
    ],
    ['2014-09-11T10:00:00.000Z', ...officer, 'EngagementRecorded', forms.engagement('2014-09-10')],
    ['2014-10-01T10:00:00.000Z', ...officer, 'BallotOpened', forms.ballot('2014-10-15T17:00:00Z')],
    ...roll
      .slice(0, -1)
      .map(({ practice }): Said => [
        '2014-10-05T10:00:00.000Z',
        'practice-representative',
        practice,
        'VoteCast',
        { choice: 'for' },
      ]),
    ['2014-10-15T17:00:00.000Z', ...clock, 'BallotClosed', {}],
    ['2014-10-16T10:00:00.000Z', 'result-verifier', ccg, 'ResultVerified', forms.verification],
    ['2014-11-10T10:00:00.000Z', ...officer, 'AmendmentProposed', forms.amendment(version + 1, version)],
    [
      '2014-12-01T10:00:00.000Z',
      'constitution-reviewer',
      'nhse',
      'AmendmentApproved',
      forms.amendmentApproved(version + 1),
    ],
    ['2014-12-02T10:00:00.000Z', ...officer, 'TermsOfReferenceDrafted', forms.termsDraft],
    ['2014-12-04T10:00:00.000Z', ...assessor, 'TermsOfReferenceAgreed', forms.termsAgreed],
    ['2014-12-05T10:00:00.000Z', ...officer, 'TermsOfReferenceSigned', forms.termsSigned],
    ['2015-01-08T10:00:00.000Z', ...officer, 'ApplicationSubmitted', forms.applicationForm()],
    ...forms.thresholds.map((threshold): Said => [
      '2015-01-20T10:00:00.000Z',
      ...assessor,
      'ThresholdAssessed',
      forms.assessment(threshold),
    ]),
    ['2015-01-21T10:00:00.000Z', ...assessor, 'SubmissionSigned', forms.countersigned],
    ['2015-01-22T10:00:00.000Z', ...assessor, 'RegionRecommended', forms.recommendation],
    ['2015-02-10T10:00:00.000Z', ...committee, 'DecisionMade', { ...forms.approval, meeting, item: 1 }],
    ['2015-03-10T10:00:00.000Z', ...officer, 'AgreementSigned', forms.signature('Accountable officer')],
    ['2015-03-11T10:00:00.000Z', ...committee, 'AgreementSigned', forms.signature('National director')],
    ['2015-03-31T23:00:00.000Z', ...clock, 'DelegationTookEffect', {}],
  ];
}

const meeting = '00000000-0000-4000-8000-000000000001';

/** The committee came, and all voted for it. */
function minuteOn(register: Register, at: string): Minute {
  const committee = register.committee('nhse-assurance', londonDay(at));
  if (committee === undefined) throw new Error('The register has no national committee');
  const { id, name, organisation, members } = committee;
  return {
    meeting,
    item: 1,
    heldOn: londonDay(at),
    committee: { id, name, organisation },
    case: '',
    decision: 'approve',
    outcome: 'carried',
    present: members,
    declarations: [],
    votes: { for: members.map((member) => member.id), against: [], abstained: [] },
    clinicalInput: true,
    acknowledgedBy: null,
  };
}

const nothingYet = (): ArrangementContext => ({ live: [], held: null, withoutMandate: [], inquorate: [] });

/** What was decided as people of one CCG said this, each event without an id yet. */
export function historyOf(register: Register, ccg: string, said = story(register, ccg)): readonly NewEvent[] {
  let standing = beginning(workflow);
  return said.map(([at, role, organisation, type, data]) => {
    const asked = (workflow.lookUps[type] ?? []).filter((name) => name !== 'minute');
    const about = {
      ccg,
      round: '1',
      workflow,
      context: standing.snapshot.context as unknown,
      level: 'L3',
      caseId: '',
      revision: standing.revision,
      groupId: null,
      other: undefined,
      arrangementOf: nothingYet,
    };
    const occasion = { register, at, data, ...about };
    const added = lookUp(asked, occasion);
    if (!added.ok) throw new Error(`The register cannot tell of ${type}: ${JSON.stringify(added.refusal)}`);
    const id = role === 'clock' ? 'clock' : holderOf(register, role, organisation);
    const actor: Actor = { id, name: `Person ${id}`, role, organisation };
    const minuted = type === 'DecisionMade' && { minute: minuteOn(register, at) };
    const fact = { type, data: { ...data, ...added.data, ...minuted }, at, actor };
    const decision = decide(workflow, standing, fact);
    if (decision.outcome === 'refused')
      throw new Error(`${type} of ${ccg} was refused: ${JSON.stringify(decision.refusal)}`);
    ({ standing } = decision);
    const { from, to } = decision;
    const command = '0'.repeat(64);
    return { id: '', ...fact, workflow: workflow.name, version: workflow.version, ...(from && { from }), to, command };
  });
}

/** Somebody whom the register grants the role: proving the history finds them entitled. */
function holderOf(register: Register, role: string, organisation: string): string {
  const [holder] = register.holding(role, organisation);
  if (holder === undefined) throw new Error(`Nobody in the register is ${role} for ${organisation}`);
  return holder;
}

/** Records the invented register in an empty log. */
export async function recordRegister(log: EventLog): Promise<Register> {
  const facts = seedRegister();
  const at = '2013-04-01T00:00:00.000Z';
  await append(
    log,
    registerStream,
    facts.map(({ type, data }): NewEvent => ({ id: '', type, data: { ...data }, at, actor: registerActor })),
  );
  return registerOf(facts);
}

/** CCGs with at least so many practices have histories of some sixty events. */
const fewestPractices = 30;
const underWay = 100;

/**
 * Fills an empty log with the register and so many events of cases, about: whole histories, which the machine decided, once for each
 * CCG and then again under new ids. What the cases mean for the arrangements of their CCGs is left out.
 */
export async function fill(log: EventLog, events: number): Promise<void> {
  const register = await recordRegister(log);
  const histories = register
    .ccgs()
    .filter(({ code }) => register.practices({ ccg: code }).length >= fewestPractices)
    .map(({ code }) => historyOf(register, code));
  let sent = 0;
  let waiting: Promise<void>[] = [];
  for (let at = 0; sent < events; at += 1) {
    const history = histories[at % histories.length] ?? [];
    waiting.push(append(log, `case-${randomUUID()}`, history));
    sent += history.length;
    if (waiting.length < underWay) continue;
    await Promise.all(waiting);
    waiting = [];
  }
  await Promise.all(waiting);
}

export async function append(log: EventLog, stream: string, history: readonly NewEvent[]): Promise<void> {
  const [first, ...rest] = history.map((event) => ({ ...event, id: randomUUID() }));
  if (first === undefined) throw new RangeError('A history has at least one event');
  const whole: Append = { stream, expected: 'none', events: [first, ...rest] };
  const { outcome } = await log.append(whole);
  if (outcome !== 'appended') throw new Error(`expected the history to be appended, found ${outcome}`);
}

/** A vote, as a row of the log has it. */
export function vote(number: number): NewEvent {
  const state = {
    applying: {
      underWay: {
        mandate: 'balloting',
        constitution: 'stating',
        terms: 'drafting',
        application: { drafting: 'preparing' },
      },
    },
  };
  return {
    id: randomUUID(),
    type: 'VoteCast',
    data: { choice: number % 3 === 0 ? 'against' : 'for' },
    at: '2014-10-05T10:00:00.000Z',
    actor: {
      id: 'practice@A81001',
      name: 'Person practice@A81001',
      role: 'practice-representative',
      organisation: 'A81001',
    },
    workflow: workflow.name,
    version: workflow.version,
    from: state,
    to: state,
    command: '0'.repeat(64),
  };
}
