/** Committees that meet and decide, through HTTP; for specs. */
import { randomUUID } from 'node:crypto';
import { holdMeeting, proposed, type Minuting, type Proposal } from '../demonstration/forms.js';
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
export async function meetingOnAll(
  to: TestService<Body>,
  proposals: readonly Omit<Proposal, 'title'>[],
  { persona = 'committee@nhse', committee = committeeOf(persona), barred = [] }: Sitting = {},
): Promise<string> {
  const heldOn = londonDay(to.service.clock.now());
  const sitting = to.service.ledger.register.committee(committee, heldOn);
  if (sitting === undefined) throw new Error(`The register has no committee ${committee} on ${heldOn}`);
  const titled = proposals.map((each) => ({ ...each, title: 'An application' }));
  return holdMeeting(minutingBy(to, persona), sitting, heldOn, titled, barred);
}

/** How a person keeps the minutes of a meeting; everything must be recorded. */
export function minutingBy(to: TestService<Body>, persona: string): Minuting {
  return {
    convene: async (data) => (await convened(to, persona, data)).id,
    async record(meeting, type, data) {
      const { status, body } = await to.as(persona).act(meeting, type, data);
      if (status !== 201) throw new Error(`${type} by ${persona} was answered ${status}: ${JSON.stringify(body)}`);
    },
  };
}

async function convened(to: TestService<Body>, persona: string, data: object): Promise<Body> {
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
  const meeting = await meetingOnAll(to, [{ case: caseId, ...proposed(data) }], sitting);
  return to.as(sitting.persona ?? 'committee@nhse').act(caseId, 'DecisionMade', { ...data, meeting, item: 1 });
}
