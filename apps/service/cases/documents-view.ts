/** The documents that events of a case name: what each is called, who put it forward, and when. */
import type { RecordedEvent } from '../../../libs/event-log/index.js';
import type { Field } from '../../../libs/forms/field.js';
import type { Workflow } from '../../../libs/workflow/index.js';
import { isRecord } from '../../../libs/workflow/well-formed.js';
import type { Naming } from '../pages/said.js';
import { eventInHistory } from './about.js';
import type { StoredDocument } from './answer.js';
import { factInWords, fieldsIn, whoAndWhen, type WhoAndWhen } from './happened.js';

export interface DocumentView {
  readonly title: string;
  readonly sha256: string;
  /** “With ‘Application submitted’” */
  readonly event: { readonly title: string; readonly href: string };
  readonly who: WhoAndWhen;
  /** Absent for one that is not kept any more, or was never put in. */
  readonly size?: string;
  readonly kind?: string;
  readonly href?: string;
}

/** Oldest first; a document that several events name is told with each. */
export const documentsOf = (
  workflow: Workflow,
  events: readonly RecordedEvent[],
  stored: ReadonlyMap<string, StoredDocument>,
  naming: Naming,
): readonly DocumentView[] =>
  events.flatMap(({ type, data, actor, at, stream, revision }) =>
    namedIn(fieldsIn(workflow, type), data).map(({ title, sha256 }): DocumentView => {
      const found = stored.get(sha256);
      return {
        title,
        sha256,
        event: { title: factInWords(type), href: eventInHistory(stream.replace(/^case-/, ''), revision) },
        who: whoAndWhen(actor, at, naming),
        ...(found && {
          size: sizeInWords(found.size),
          kind: kindInWords(found.type),
          href: `/api/documents/${sha256}`,
        }),
      };
    }),
  );

interface Named {
  readonly title: string;
  readonly sha256: string;
}

/** By the title that was given to it, or else by what its field is called. */
function namedIn(fields: readonly Field[], data: Readonly<Record<string, unknown>>): readonly Named[] {
  const given = fields.some(({ name }) => name === 'title') ? data['title'] : undefined;
  return fields.flatMap((field): readonly Named[] => {
    const value = data[field.name];
    if (field.kind === 'document')
      return typeof value === 'string'
        ? [{ title: typeof given === 'string' ? given : field.label, sha256: value }]
        : [];
    if (field.kind !== 'nested' && field.kind !== 'list') return [];
    return [value]
      .flat()
      .filter(isRecord)
      .flatMap((each) => namedIn(field.fields, each));
  });
}

/** “1.4 MB”, in steps of a thousand as people’s computers count. */
export function sizeInWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  const [size, unit] = bytes < 1_000_000 ? [bytes / 1_000, 'kB'] : [bytes / 1_000_000, 'MB'];
  return `${new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 3 }).format(size)} ${unit}`;
}

const kinds: Readonly<Record<string, string>> = {
  'application/pdf': 'PDF',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'Word document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'Excel workbook',
  'application/vnd.oasis.opendocument.text': 'OpenDocument text',
  'application/vnd.oasis.opendocument.spreadsheet': 'OpenDocument spreadsheet',
  'image/png': 'PNG picture',
  'image/jpeg': 'JPEG picture',
  'text/plain': 'Plain text',
};

const kindInWords = (type: string): string => kinds[type.split(';')[0] ?? type] ?? type;
