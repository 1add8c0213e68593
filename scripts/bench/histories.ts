/** Histories as the service would have recorded them: applications from the interest to the delegation in force, some sixty events each. */
import { randomUUID } from 'node:crypto';
import { lookUp } from '../../apps/service/casework/look-ups.js';
import type { Form } from '../../demonstration/forms.js';
import { developmentIssuer, registerActor } from '../../apps/service/seed.js';
import type { Actor, Append, EventLog, NewEvent } from '../../libs/event-log/index.js';
import { registerStream } from '../../libs/register/facts.js';
import { registerOf, type Register } from '../../libs/register/index.js';
import { seedRegister } from '../../demonstration/register/seed.js';
import { application } from '../../demonstration/story/application.js';
import { roundOne } from '../../demonstration/story/calendar.js';
import { simplest } from '../../demonstration/story/cast.js';
import { MachineHand } from '../../demonstration/story/machine-hand.js';
import type { Step } from '../../demonstration/story/step.js';
import { beginning } from '../../libs/workflow/decide.js';
import { londonDay } from '../../libs/workflow/london.js';
import type { ArrangementContext } from '../../workflows/arrangement/index.js';
import type { Minute } from '../../workflows/committee-meeting/minute.js';
import { delegatedCommissioning as workflow } from '../../workflows/delegated-commissioning/index.js';

/** The delegation of a CCG, from its interest to going live. Every practice but one votes, so that the clock closes the ballot. */
export const inForce = (register: Register, ccg: string): readonly NewEvent[] =>
  historyOf(register, ccg, application(simplest(register, ccg, { away: 1 })), roundOne.goLiveAt);

/** What is decided as people of one CCG say this, and by the clock until a moment, each event without an id yet. */
export function historyOf(
  register: Register,
  ccg: string,
  story: Iterable<Step, void>,
  until?: Date,
): readonly NewEvent[] {
  const hand = new MachineHand(workflow, {
    actorOf: (who) => actorOf(register, who),
    lookUp: (step) => lookedUp(register, ccg, step),
  }).tell(story);
  if (until) hand.moveTo(until);
  const { name, version } = workflow;
  const command = '0'.repeat(64);
  return hand.decided.map(({ from, to, ...fact }) => ({
    id: '',
    ...fact,
    workflow: name,
    version,
    ...(from && { from }),
    to,
    command,
  }));
}

/** Somebody whom the register grants the role: proving the history finds them entitled. */
function actorOf(register: Register, who: string): Actor {
  const [grant] = register.grantsOf(developmentIssuer, who);
  if (grant === undefined) throw new Error(`${who} has no role in the register`);
  return { id: who, name: `Person ${who}`, ...grant };
}

const nothingYet = (): ArrangementContext => ({ live: [], held: null, withoutMandate: [], inquorate: [] });

/** What the register adds to what is said, and the minute of a meeting to which the committee came and at which all voted for it. */
function lookedUp(register: Register, ccg: string, step: Step): Form {
  const { type, data, at: moment } = step;
  const { round = roundOne.id } = 'round' in step ? step : {};
  const at = moment.toISOString();
  const asked = (workflow.lookUps[type] ?? []).filter((name) => name !== 'minute');
  const { snapshot, revision } = beginning(workflow);
  const unasked = { workflow, revision, context: snapshot.context as unknown, groupId: null, other: undefined };
  const about = { ccg, round, level: 'L3', caseId: '', ...unasked };
  const added = lookUp(asked, { register, at, data, ...about, arrangementOf: nothingYet });
  if (!added.ok) throw new Error(`The register cannot tell of ${type}: ${JSON.stringify(added.refusal)}`);
  return type === 'DecisionMade' ? { meeting, item: 1, ...added.data, minute: minuteOn(register, at) } : added.data;
}

const meeting = '00000000-0000-4000-8000-000000000001';

function minuteOn(register: Register, at: string): Minute {
  const heldOn = londonDay(at);
  const committee = register.committee('nhse-assurance', heldOn);
  if (committee === undefined) throw new Error('The register has no national committee');
  const { id, name, organisation, members } = committee;
  return {
    meeting,
    item: 1,
    heldOn,
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
    .filter(({ code }) => register.everMembersOf(code).length >= fewestPractices)
    .map(({ code }) => inForce(register, code));
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
