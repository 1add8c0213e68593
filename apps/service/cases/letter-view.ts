/** A decision as a letter, drawn from the record alone: what was decided, why, under which conditions, and what happens next. */
import type { AnyStateNode } from 'xstate';
import { clockActor } from '../../../libs/workflow/clock.js';
import type { RecordedEvent } from '../../../libs/event-log/index.js';
import type { Field } from '../../../libs/forms/field.js';
import type { Workflow } from '../../../libs/workflow/index.js';
import { dayInWords, londonDay } from '../../../libs/workflow/london.js';
import { passageOf, placeOf } from '../../../libs/workflow/state.js';
import { isRecord } from '../../../libs/workflow/well-formed.js';
import type { Naming, SaidRow } from '../pages/said.js';
import { roleTitle } from '../pages/words.js';
import { eventReference } from '../contract/about.js';
import { aboutCase, eventInHistory } from './about.js';
import { fieldsIn, happened, type WhoAndWhen } from './happened.js';
import { nodesWithin } from './places.js';
import type { CaseJson } from './shapes.js';

/** What is decided by each fact that is one, as its letter says it. */
const decisions = {
  DecisionMade: 'Decision on your application',
  DecisionEscalated: 'Your application goes to the national committee',
  RegionNotRecommended: 'The region does not recommend your application',
  AmendmentApproved: 'Approval of an amendment to your constitution',
  AmendmentReturned: 'Return of an amendment to your constitution',
  AmendmentRefused: 'Refusal of an amendment to your constitution',
  DelegationRevoked: 'Revocation of your delegation',
  MembershipApproved: 'Approval of a change of membership',
  MembershipRefused: 'Refusal of a change of membership',
} as const;

/** By what was chosen as the decision. */
const outcomes: Readonly<Record<string, string>> = {
  approve: 'Your application is approved.',
  'approve-with-conditions': 'Your application is approved, under the conditions below.',
  defer: 'The decision on your application is deferred.',
  reject: 'Your application is rejected, for the reasons below.',
};

export const letterTypes: ReadonlySet<string> = new Set(Object.keys(decisions));

export interface Letter {
  readonly heading: string;
  readonly to: string;
  readonly about: string;
  readonly day: string;
  readonly datetime: string;
  /** What was decided. */
  readonly outcome: string;
  /** What was said besides, but for reasons and conditions. */
  readonly rows: readonly SaidRow[];
  readonly grounds: readonly { readonly label: string; readonly text: string }[];
  readonly reasons: readonly { readonly code: string; readonly text: string }[];
  readonly conditions: readonly LetterCondition[];
  readonly next: readonly string[];
  /** Without an address where whoever reads does not see the meeting. */
  readonly meeting?: { readonly href?: string; readonly text: string };
  readonly signed: WhoAndWhen;
  readonly reference: string;
  readonly event: string;
}

interface LetterCondition {
  readonly matter: string;
  readonly owner: string;
  readonly due: string;
  readonly precedent: boolean;
}

/** Undefined for an event that is no decision. */
export function letterOf(
  { shown, workflow, naming }: { readonly shown: CaseJson; readonly workflow: Workflow; readonly naming: Naming },
  event: RecordedEvent,
): Letter | undefined {
  if (!isDecision(event.type)) return undefined;
  const { data, revision, at, type } = event;
  const told = happened(workflow, event, naming);
  const fields = fieldsIn(workflow, type);
  const minute = isRecord(data['minute']) ? data['minute'] : undefined;
  const texts = told.why.filter(({ label }) =>
    fields.some((field) => field.label === label && field.kind === 'textarea'),
  );
  const apart = new Set([
    'decision',
    'reasons',
    'conditions',
    'meeting',
    'item',
    ...fields.flatMap((field) => (field.kind === 'textarea' ? [field.name] : [])),
  ]);
  return {
    heading: decisions[type],
    to: aboutCase(shown).name,
    about: aboutCase(shown).what,
    day: dayInWords(londonDay(at)),
    datetime: at,
    outcome: outcomes[String(data['decision'])] ?? told.meaning ?? told.title,
    rows: told.rows.filter(({ name }) => !apart.has(name)),
    grounds: texts,
    reasons: reasonsIn(fields, data),
    conditions: conditionsIn(data, minute),
    next: nextIn(workflow, event),
    ...(minute !== undefined && { meeting: meetingIn(minute as unknown as Minuted, naming) }),
    signed: told.who,
    reference: eventReference(shown.id, revision),
    event: eventInHistory(shown.id, revision),
  };
}

const isDecision = (type: string): type is keyof typeof decisions => letterTypes.has(type);

function reasonsIn(fields: readonly Field[], data: RecordedEvent['data']): Letter['reasons'] {
  const field = fields.find(({ name }) => name === 'reasons');
  const reasons = data['reasons'];
  if (field?.kind !== 'list' || !Array.isArray(reasons)) return [];
  const code = field.fields.find(({ name }) => name === 'code');
  const options = code?.kind === 'radios' ? code.options : [];
  return reasons.filter(isRecord).map((reason) => ({
    code: options.find(({ value }) => value === reason['code'])?.words ?? String(reason['code']),
    text: String(reason['text']),
  }));
}

/** Those that were said, or where none were, those the committee voted on. */
function conditionsIn(
  data: RecordedEvent['data'],
  minute: RecordedEvent['data'] | undefined,
): readonly LetterCondition[] {
  const conditions = data['conditions'] ?? minute?.['conditions'];
  if (!Array.isArray(conditions)) return [];
  return conditions.filter(isRecord).map(({ matter, owner, due, precedent }) => ({
    matter: String(matter),
    owner: String(owner),
    due: dayInWords(String(due)),
    precedent: precedent === true,
  }));
}

/** What the literal says of where the case came by it, and what those do there on whom it waits. */
function nextIn({ machine: { root }, level }: Workflow, { from, to }: RecordedEvent): readonly string[] {
  const before = new Set(from === undefined ? [] : nodesWithin(root, from));
  const entered = (to === undefined ? [] : nodesWithin(root, to)).filter((node) => !before.has(node));
  if (entered.some(({ type }) => type === 'final'))
    return [level === undefined ? 'This ends the request.' : 'This ends the application in this round.'];
  const told = entered.find(({ description }) => description !== undefined)?.description;
  const doing = entered.flatMap((node) => doneAt(node, placeOf(node).waitingOn ?? []));
  return [...(told === undefined ? [] : [told]), ...doing];
}

/** What each of some roles can do at a place; where it is nothing, at what is around it. */
const doneAt = (node: AnyStateNode, roles: readonly string[]): readonly string[] =>
  roles.flatMap((role) => {
    const labels = [node, node.parent as AnyStateNode | undefined].map((at) => (at ? labelsFor(at, role) : []));
    const first = labels.find((each) => each.length > 0) ?? [];
    return first.length === 0 || role === clockActor.role ? [] : [`${roleTitle(role)}: ${first.join('; ')}.`];
  });

const labelsFor = ({ transitions }: AnyStateNode, role: string): readonly string[] => {
  const ways = [...transitions.values()].flat().filter((way) => passageOf(way).by.includes(role));
  return [...new Set(ways.map((way) => passageOf(way).label))].map(
    (label) => label.charAt(0).toLowerCase() + label.slice(1),
  );
};

/** A minute as the workflow of meetings makes it. */
interface Minuted {
  readonly meeting: string;
  readonly item: number;
  readonly heldOn: string;
  readonly committee: { readonly name: string };
}

const meetingIn = (
  { meeting, item, heldOn, committee }: Minuted,
  { sees }: Naming,
): NonNullable<Letter['meeting']> => ({
  ...(sees?.(meeting) !== false && { href: `/meetings/${encodeURIComponent(meeting)}` }),
  text: `${committee.name}, ${dayInWords(heldOn)}, item ${item}`,
});
