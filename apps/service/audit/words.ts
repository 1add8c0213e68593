/** What auditors read, in words. */
import { workflows } from '../../../workflows/index.js';
import { factInWords, organisationNamed } from '../cases/happened.js';
import { clockActor } from '../../../libs/workflow/clock.js';
import { filters } from '../pages/filters.js';
import type { Naming } from '../pages/said.js';
import { roleTitle } from '../pages/words.js';
import type { AuditEvent } from './shapes.js';

const workflowTitles: ReadonlyMap<string, string> = new Map(workflows.map(({ name, title }) => [name, title]));
export const workflowTitle = (name: string): string => workflowTitles.get(name) ?? name;

const stageTitles: ReadonlyMap<string, string> = new Map(
  workflows.flatMap(({ stages }) => stages.map(({ name, title }) => [name, title] as const)),
);
/** Where a stage stands in its workflow, for tables in the order of the path. */
export function stagePlace(workflow: string, stage: string): number {
  const place = workflows.find(({ name }) => name === workflow)?.stages.findIndex(({ name }) => name === stage) ?? -1;
  return place < 0 ? Number.MAX_SAFE_INTEGER : place;
}

/** Of a stage, a queue or an outcome. */
export function placeTitle(name: string): string {
  if (name === 'open') return 'Going on';
  return stageTitles.get(name) ?? sentence(name.replaceAll('-', ' '));
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

const kinds: Readonly<Record<string, string>> = {
  rule: 'A rule does not allow it',
  'not-yours': 'Not theirs to do',
  'not-open-here': 'Not possible where the case stood',
  invalid: 'Data that was not right',
  due: 'Something was due first',
  'unknown-event': 'No such event',
};
export const kindOfRefusal = (because: string): string => kinds[because] ?? because;

const readings: Readonly<Record<string, string>> = {
  CaseRead: 'Case',
  ArrangementRead: 'What a CCG holds',
  GroupRead: 'Group',
  DocumentRead: 'Document',
  FeedRead: 'Feed of events',
  TrailRead: 'Audit pages',
  BallotsRead: 'Ballots over many cases',
};
export const readingInWords = (type: string): string => readings[type] ?? factInWords(type);

/** “Refused: close the ballot”, “Ballot opened”. */
export function titleOf({ type, stream, detail, because }: AuditEvent): string {
  if (because !== undefined) return `Refused: ${factInWords(detail ?? type)}`;
  return stream === 'readings' ? `Read: ${readingInWords(type)}` : factInWords(type);
}

/** Who, as what, for whom. */
export function whoOf({ actor }: AuditEvent, naming: Naming): { readonly name: string; readonly as: string } {
  if (actor.id === clockActor.id) return { name: 'The service', as: 'when it was due' };
  return { name: actor.name, as: `${roleTitle(actor.role)} for ${organisationNamed(actor.organisation, naming)}` };
}

/** At midnight with the hour, so that nobody takes it for the day before. */
export const when = (at: string): string => filters.moment(at);
