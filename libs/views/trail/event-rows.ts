/** Every event as a row: who, what, when, about what; without its data. */
import type { DatabaseSync } from 'node:sqlite';
import type { RecordedEvent } from '../../event-log/index.js';
import { timeOf } from '../../workflow/instant.js';
import { caseOf, caseOfRefused, ccgOf } from '../../workflow/streams.js';
import type { Words } from './words.js';

/** Positions whose instants are bounded together. */
export const blockSize = 1_024;

/** Of what is about a case, the CCG and the workflow of that. */
export interface About {
  readonly ccg?: string | undefined;
  readonly workflow?: string | undefined;
}

export interface EventRows {
  /** @param about what is known of the case of this id */
  write(event: RecordedEvent, about: (caseId: string) => About | undefined): void;
}

export function eventRowsInto(database: DatabaseSync, words: Words): EventRows {
  const insert = database.prepare(
    `INSERT INTO events (position, at, stream, revision, type, case_id, ccg, workflow, person, name, role, organisation,
       because, rule, detail, event, cause) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const bound = database.prepare(
    `INSERT INTO blocks VALUES (:block, :at, :at)
     ON CONFLICT (block) DO UPDATE SET first_at = min(first_at, :at), last_at = max(last_at, :at)`,
  );
  const act = database.prepare(
    `INSERT INTO acts VALUES (:person, :role, :organisation, :type, :name, 1, :at, :at)
     ON CONFLICT (person, role, organisation, type, name) DO UPDATE
     SET times = times + 1, first = min(first, :at), last = max(last, :at)`,
  );
  const orNull = (kind: string, word: string | undefined): number | null =>
    word === undefined ? null : words.said(kind, word);

  return {
    write(event, about) {
      const { position, stream, revision, type: typeName, actor, cause } = event;
      const at = timeOf(event.at);
      const caseId = caseIn(event);
      const known = caseId === undefined ? undefined : about(caseId);
      const refused = refusalIn(event);
      const type = words.said('type', typeName);
      const person = words.said('person', actor.id);
      const name = words.said('name', actor.name);
      const role = words.said('role', actor.role);
      const organisation = words.said('organisation', actor.organisation);
      insert.run(
        position,
        at,
        words.said('stream', stream),
        revision,
        type,
        orNull('case', caseId),
        orNull('ccg', known?.ccg ?? ccgIn(event)),
        orNull('workflow', known?.workflow ?? event.workflow),
        person,
        name,
        role,
        organisation,
        orNull('because', refused?.because),
        orNull('rule', refused?.rule),
        orNull('detail', refused?.attempted ?? detailIn(event)),
        keptId(event.id),
        cause === undefined ? null : keptId(cause),
      );
      bound.run({ block: Math.floor(position / blockSize), at });
      act.run({ person, role, organisation, type, name, at });
    },
  };
}

const asText = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** What it was recorded on, refused on, or says by itself. */
function caseIn({ stream, data }: RecordedEvent): string | undefined {
  const refused = caseOfRefused(stream);
  if (refused !== undefined) return ccgOf(refused) === undefined ? refused : undefined;
  return caseOf(stream) ?? asText(data['case']);
}

function ccgIn({ stream, data }: RecordedEvent): string | undefined {
  return ccgOf(caseOfRefused(stream) ?? stream) ?? asText(data['ccg']);
}

interface RefusedHere {
  readonly because: string;
  readonly rule: string | undefined;
  readonly attempted: string;
}

function refusalIn({ type, data }: RecordedEvent): RefusedHere | undefined {
  const { refusal, attempted } = data;
  if (type !== 'AttemptRefused' || typeof refusal !== 'object' || refusal === null) return undefined;
  const { because, rule } = refusal as { readonly because?: unknown; readonly rule?: unknown };
  return { because: asText(because) ?? 'unknown', rule: asText(rule), attempted: asText(attempted) ?? 'unknown' };
}

/** Characters of it that are kept. */
const longestDetail = 100;

/** Of a reading what was read, of an interest or a conflict whose it is. */
function detailIn({ stream, data, type, actor }: RecordedEvent): string | undefined {
  if (type === 'InterestDeclared') return (asText(data['person']) ?? actor.id).slice(0, longestDetail);
  if (type === 'ConflictDeclared') return asText(data['person'])?.slice(0, longestDetail);
  if (stream !== 'readings') return undefined;
  const said = asText(data['what']) ?? asText(data['sha256']) ?? asText(data['group']);
  return said?.slice(0, longestDetail);
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Ids are UUIDs in the one spelling: sixteen bytes of each are kept; of another its text. */
const keptId = (id: string): Uint8Array | string =>
  uuid.test(id) ? Uint8Array.from(Buffer.from(id.replaceAll('-', ''), 'hex')) : id;

/** An id as it was kept. */
export function idOf(kept: Uint8Array | string): string {
  if (typeof kept === 'string') return kept;
  const digits = Buffer.from(kept).toString('hex');
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join(
    '-',
  );
}
