/** What happened on a case, in words: by whom for whom, when and why, and all that was said. */
import type { Actor, RecordedEvent } from '../../../libs/event-log/index.js';
import type { Field } from '../../../libs/forms/field.js';
import { fieldsOf } from '../../../libs/forms/form.js';
import { momentInWords } from '../../../libs/workflow/london.js';
import type { Workflow } from '../../../libs/workflow/index.js';
import { clockActor } from '../../../libs/workflow/clock.js';
import { inWords } from '../../../libs/workflow/state.js';
import { said, saidBeside, type Naming, type SaidRow } from '../pages/said.js';
import { roleTitle } from '../pages/words.js';
import { meaningOf, stageOf } from './places.js';

/** Who did something, for whom, and when. */
export interface WhoAndWhen {
  /** Absent for the service itself. */
  readonly name?: string;
  readonly role: string;
  readonly organisation?: string;
  readonly at: string;
  /** `at` in words. */
  readonly when: string;
}

export interface Happened {
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  /** “Ballot opened” */
  readonly title: string;
  readonly meaning?: string;
  readonly who: WhoAndWhen;
  /** Title of the stage it belongs to; absent for what belongs to the case as a whole. */
  readonly stage?: string;
  readonly stageName?: string;
  /** What was said as the reason, first of all that was said. */
  readonly why: readonly { readonly label: string; readonly text: string }[];
  readonly rows: readonly SaidRow[];
  /** What the register and the service added. */
  readonly added: readonly SaidRow[];
  /** The content is between the service and whoever said it, for a while. */
  readonly withheld: boolean;
}

export const whoAndWhen = ({ name, role, organisation, id }: Actor, at: string, naming: Naming): WhoAndWhen => ({
  ...(id !== clockActor.id && { name, organisation: organisationNamed(organisation, naming) }),
  role: id === clockActor.id ? 'The service, when it was due' : roleTitle(role),
  at,
  when: momentInWords(at),
});

export function organisationNamed(code: string, naming: Naming): string {
  const name = naming.organisation(code);
  return name === undefined || name === code || code === 'nhse' ? (name ?? code) : `${name} (${code})`;
}

/** `BallotOpened` → “Ballot opened” */
export const factInWords = (type: string): string => {
  const words = inWords(type).trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export const fieldsIn = ({ events }: Workflow, type: string): readonly Field[] => {
  const shape = Object.hasOwn(events, type) ? events[type] : undefined;
  return shape === undefined ? [] : fieldsOf(shape);
};

export function happened(workflow: Workflow, event: RecordedEvent, naming: Naming): Happened {
  const { type, data, actor, at, revision, id } = event;
  const fields = fieldsIn(workflow, type);
  const stageName = stageOf(workflow, type, event.from ?? event.to);
  const stage = workflow.stages.find(({ name }) => name === stageName)?.title;
  const meaning = meaningOf(workflow, event);
  return {
    revision,
    id,
    type,
    title: factInWords(type),
    ...(meaning !== undefined && { meaning }),
    who: whoAndWhen(actor, at, naming),
    ...(stage !== undefined && stageName !== undefined && { stage, stageName }),
    why: whyIn(fields, data),
    rows: said(fields, data, { naming }),
    added: saidBeside(fields, data, { naming }),
    withheld: type === workflow.confidential?.fact && Object.keys(data).length === 0,
  };
}

/** The texts of several lines that were said, the choices that give a reason before them. */
const whyIn = (fields: readonly Field[], data: RecordedEvent['data']): Happened['why'] =>
  fields.flatMap((field) => {
    const value = data[field.name];
    if (typeof value !== 'string') return [];
    if (field.kind === 'textarea') return [{ label: field.label, text: value }];
    if (field.kind !== 'radios') return [];
    return [{ label: field.label, text: field.options.find((option) => option.value === value)?.words ?? value }];
  });
