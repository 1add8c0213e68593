/** Committees that meet and decide, through HTTP; for specs. */
import { proposed } from '../demonstration/forms.js';
import { meeting, opened, type Item } from '../demonstration/story/meeting.js';
import { londonDay } from '../libs/workflow/london.js';
import { told } from './hand.js';
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
  return told(to, meeting(sittingOf(to, sitting), agenda));
}

/** A meeting that sits today, with nothing on its agenda. Gives its id. */
export const sitting = (to: TestService<Body>, who: Sitting = {}): Promise<string> =>
  told(to, opened(sittingOf(to, who)));

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
