/** Committees that meet and decide, through HTTP; for specs. */
import { randomUUID } from 'node:crypto';
import { proposed } from '../demonstration/forms.js';
import { meeting, opened, type Item } from '../demonstration/story/meeting.js';
import type { Step } from '../demonstration/story/step.js';
import { londonDay } from '../libs/workflow/london.js';
import type { Answer, Body, TestService } from './service.js';

export interface Sitting {
  /** Who keeps the meeting; also records the decision. */
  readonly persona?: string;
  /** Id of the committee; that of the keeper's own organisation unless told. */
  readonly committee?: string;
  /** Ids of members who do not vote. */
  readonly barred?: readonly string[];
}

/** The national committee, or the panel of the region that this person is of. */
export const committeeOf = (persona: string): string =>
  persona.endsWith('@nhse') ? 'nhse-assurance' : `${persona.slice(persona.indexOf('@') + 1).toLowerCase()}-joint`;

/** A meeting of the national committee, unless told, at which all vote for this decision on the case. Gives the meeting's id. */
export const meetingOn = (
  to: TestService<Body>,
  caseId: string,
  decision: string,
  sitting?: Sitting,
): Promise<string> => meetingOnAll(to, [{ case: caseId, decision }], sitting);

/** The same with an item for each of several cases, numbered in this order from 1. */
export function meetingOnAll(
  to: TestService<Body>,
  proposals: readonly Omit<Item, 'title'>[],
  { barred = [], ...sitting }: Sitting = {},
): Promise<string> {
  const agenda = proposals.map((each) => ({ ...each, barred, title: 'An application' }));
  return minuted(to, meeting(sittingOf(to, sitting), agenda));
}

/** A meeting that sits today, with nothing on its agenda. Gives its id. */
export const sitting = (to: TestService<Body>, who: Sitting = {}): Promise<string> =>
  minuted(to, opened(sittingOf(to, who)));

function sittingOf(
  to: TestService<Body>,
  { persona = 'committee@nhse', committee: id = committeeOf(persona) }: Sitting,
) {
  const at = to.service.clock.now();
  const heldOn = londonDay(at);
  const committee = to.service.ledger.register.committee(id, heldOn);
  if (committee === undefined) throw new Error(`The register has no committee ${id} on ${heldOn}`);
  return { committee, at, heldOn, keeper: persona };
}

/** Records everything of a meeting. Gives its id. */
async function minuted(to: TestService<Body>, story: Iterable<Step>): Promise<string> {
  let id = '';
  for (const { to: where, who, type, data } of story) {
    if (where === 'begin') ({ id } = await convened(to, who, data));
    else await minutes(to, who, id, type, data);
  }
  return id;
}

/** Records a fact of a meeting, which must succeed. */
export async function minutes(
  to: TestService<Body>,
  persona: string,
  id: string,
  type: string,
  data: object,
): Promise<void> {
  const { status, body } = await to.as(persona).act(id, type, data);
  if (status !== 201) throw new Error(`${type} by ${persona} was answered ${status}: ${JSON.stringify(body)}`);
}

/** Convenes a meeting, which must be recorded. */
export async function convened(to: TestService<Body>, persona: string, data: object): Promise<Body> {
  const { status, body } = await to
    .as(persona)
    .send('POST', '/api/cases', { workflow: 'committee-meeting', data }, { 'idempotency-key': randomUUID() });
  if (status !== 201) throw new Error(`The meeting was not convened: ${JSON.stringify(body)}`);
  return body;
}

/** The committee meets over the case, and its decision is recorded on the case. */
export async function decided(
  to: TestService<Body>,
  caseId: string,
  data: Readonly<Record<string, unknown>>,
  sitting: Sitting = {},
): Promise<Answer<Body>> {
  const held = await meetingOnAll(to, [{ case: caseId, ...proposed(data) }], sitting);
  return to.as(sitting.persona ?? 'committee@nhse').act(caseId, 'DecisionMade', { ...data, meeting: held, item: 1 });
}
