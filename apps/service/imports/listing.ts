/** Imports of ODS files, as lists show them. */
import { momentInWords, dayInWords } from '../../../libs/workflow/london.js';
import type { ImportListed } from './imports.js';
import type { Cell, Listing } from '../pages/listing.js';

export const kindsInWords: Readonly<Record<ImportListed['kind'], string>> = {
  ccgs: 'CCGs',
  practices: 'Practices',
  'list-sizes': 'List sizes',
};

const statuses = {
  previewed: { text: 'Not confirmed', colour: 'yellow' },
  recording: { text: 'Recording', colour: 'blue' },
  recorded: { text: 'Recorded', colour: 'green' },
} as const;

export const importsListing = (imports: readonly ImportListed[], caption: string): Listing => ({
  caption,
  head: ['File', 'Uploaded', 'Lines', 'Would change', 'Refused', 'Stands'],
  rows: imports.map(importRow),
  empty: 'No file has been imported. Each file appears here once it is uploaded, whether or not it is confirmed.',
});

function importRow({ id, kind, on, at, by, lines, accepted, refused, status }: ImportListed): readonly Cell[] {
  const number = (count: number): Cell => ({ text: count.toLocaleString('en-GB'), numeric: true });
  return [
    {
      text: kindsInWords[kind],
      href: `/register/imports/${id}`,
      ...(on !== undefined && { more: `counted on ${dayInWords(on)}` }),
    },
    { text: momentInWords(at), more: by.name },
    number(lines),
    number(accepted),
    number(refused),
    { tags: [statuses[status]] },
  ];
}
