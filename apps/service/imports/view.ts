/** Imports of ODS files as pages show them. */
import { dayInWords, momentInWords } from '../../../libs/workflow/london.js';
import { referenceOf } from '../contract/about.js';
import type { View } from '../pages/answered.js';
import { addressOf } from '../pages/addresses.js';
import { type Cell, type Link, type Listing } from '../pages/listing.js';
import type { Difference } from './import-differences.js';
import { importJson, linesOf, shown, type Recording, type Shown as Kind } from './import-json.js';
import type { Import } from './import-store.js';
import { importsListing } from './listing.js';
import type { ImportListed } from './imports.js';
import { files, mostTold } from './requests.js';
import type { ImportLine } from './shapes.js';

const atRegister = { text: 'Register', href: '/register' } as const;
const atImports = { text: 'Imports', href: '/register/imports' } as const;

const order =
  'CCGs come first, then practices, then list sizes. Nothing is recorded before you have seen what a file would change and confirm it.';

export const importsView = (imports: readonly ImportListed[], mayImport: boolean): View => ({
  title: 'Imports from ODS',
  breadcrumbs: [atRegister],
  lead: ['Files of the Organisation Data Service bring CCGs, practices and list sizes up to date.', order],
  mayImport,
  listing: importsListing(imports, 'Files that were uploaded'),
});

/** Lines in one page of a preview. */
const perPage = 100;

/** How an import stands: what it would do, does or did, and the lines of one kind. */
export function importView(
  it: Import,
  recording: Recording | undefined,
  asked: { readonly show?: Kind; readonly after: number },
  { isUnderWay, mayConfirm }: { readonly isUnderWay: boolean; readonly mayConfirm: boolean },
): View {
  const { status, counts, leftOut, advice, recorded } = importJson(it, recording);
  const at = `/register/imports/${it.id}`;
  const facts = counts['facts'] ?? 0;
  return {
    title: `Import of ${files[it.kind].toLowerCase().replace('ccgs', 'CCGs')}`,
    ...(asked.after > 0 && { part: `after line ${asked.after}` }),
    about: `uploaded at ${momentInWords(it.at)}`,
    reference: referenceOf(it.id),
    breadcrumbs: [atRegister, atImports],
    id: it.id,
    path: at,
    status,
    facts,
    recorded,
    isUnderWay,
    mayConfirm: mayConfirm && status !== 'recorded' && !isUnderWay && facts > 0,
    advice,
    file: {
      uploaded: it.at,
      by: it.by.name,
      size: it.size,
      sha256: it.sha256,
      ...(it.on !== undefined && { on: dayInWords(it.on) }),
    },
    counted: countsListing(at, counts, leftOut),
    lines: asked.show === undefined ? undefined : linesListing(it, asked.show, asked.after, at),
  };
}

function countsListing(
  at: string,
  counts: Readonly<Record<string, number>>,
  leftOut: Readonly<Record<string, number>>,
): Listing {
  const number = (count: number): Cell => ({ text: count.toLocaleString('en-GB'), numeric: true });
  const kinds = Object.entries(shown) as [Kind, string][]; // the keys of a literal, which `entries` gives as strings
  const reasons = Object.entries(leftOut).map(([reason, count]) => `${count.toLocaleString('en-GB')}: ${reason}`);
  const rows = kinds.flatMap(([kind, words]): readonly (readonly Cell[])[] => {
    const count = counts[kind === 'left-out' ? 'leftOut' : kind] ?? 0;
    if (count === 0) return [];
    const links: readonly Link[] = [
      {
        text: 'See the lines',
        href: `${addressOf(at, { show: kind })}#lines`,
        about: `that are ${words.toLowerCase()}`,
      },
      {
        text: 'CSV',
        href: addressOf(`${at}/lines`, { show: kind }),
        about: `of the lines that are ${words.toLowerCase()}`,
      },
    ];
    const more = kind === 'left-out' ? { more: reasons.join(' ') } : {};
    const tags = kind === 'refused' ? { tags: [{ text: 'To mend', colour: 'red' as const }] } : {};
    return [[{ text: words, ...more, ...tags }, number(count), { links }]];
  });
  const rest = [
    ['Unchanged', number(counts['unchanged'] ?? 0), ''],
    [
      { text: 'In the register and not in the file', more: 'Nothing becomes of them' },
      number(counts['notInFile'] ?? 0),
      '',
    ],
  ] as const;
  return {
    caption: `What becomes of its ${(counts['lines'] ?? 0).toLocaleString('en-GB')} lines`,
    head: ['What', 'Lines', 'Which'],
    rows: [...rows, ...rest],
  };
}

function linesListing(it: Import, show: Kind, after: number, at: string): Listing & { readonly more: readonly Link[] } {
  const { lines, next } = linesOf(it, { show, after, limit: perPage });
  return {
    caption: `Lines: ${shown[show].toLowerCase()}`,
    head: headOf(show),
    rows: lines.map((line) => cellsOf(line)),
    empty: 'There is no such line further on.',
    more: [
      ...(after > 0 ? [{ text: 'First lines', href: `${addressOf(at, { show })}#lines` }] : []),
      ...(next === undefined ? [] : [{ text: 'Next lines', href: `${addressOf(at, { show, after: next })}#lines` }]),
    ],
  };
}

/** The columns of lines of one kind, in a page and in a file. */
export function headOf(show: Kind): readonly string[] {
  if (show === 'refused') return ['Line', 'Code', 'Why it is refused', 'How to mend it'];
  return show === 'left-out' ? ['Line', 'Code', 'Why it is left out'] : ['Line', 'Code', 'Name', 'What becomes of it'];
}

export function cellsOf(line: ImportLine): readonly string[] {
  const beginning = [String(line.line), line.code ?? 'Cannot be read'];
  if ('because' in line) return [...beginning, line.because, line.mend];
  return 'leftOut' in line ? [...beginning, line.leftOut] : [...beginning, line.name, line.detail];
}

/** Nothing was recorded, as the register has changed since; or not all of it. */
export function overtakenView(
  it: Import,
  outcome:
    | { readonly outcome: 'register-changed'; readonly differences: readonly Difference[] }
    | { readonly outcome: 'broke-off'; readonly recorded: number; readonly because: string },
): View {
  const differences = outcome.outcome === 'register-changed' ? outcome.differences : [];
  const title =
    outcome.outcome === 'register-changed' ? 'The register has changed since' : 'Not all of it was recorded';
  const left = differences.length - mostTold;
  return {
    title,
    breadcrumbs: [atRegister, atImports, { text: 'Import', href: `/register/imports/${it.id}` }],
    lead: [
      outcome.outcome === 'register-changed'
        ? 'Nothing was recorded: the file would change something else by now than what you saw.'
        : `${outcome.recorded.toLocaleString('en-GB')} facts were recorded, then: ${outcome.because}`,
      'Upload the file again to see what it would change now.',
      ...(left > 0 ? [`And ${left.toLocaleString('en-GB')} more lines than those shown.`] : []),
    ],
    actions: [{ text: 'Upload a file', href: '/register/imports/new' }],
    listings:
      differences.length === 0
        ? []
        : [
            {
              caption: 'What differs',
              head: ['Line', 'Code', 'As you saw it', 'As it would be now'],
              rows: differences
                .slice(0, mostTold)
                .map(({ line, code, then, now }) => [String(line), code ?? '', then, now]),
            },
          ],
  };
}
