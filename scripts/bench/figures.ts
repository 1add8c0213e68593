/** What was measured, and how it is shown. */
import type { Environment } from './environment.js';

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: '/s' | 's' | 'MB';
  /** What could be had at best, in the same unit. */
  readonly ceiling?: { readonly name: string; readonly value: number };
  readonly place?: Place;
  /** What was seen on the way to the value. */
  readonly course?: readonly { readonly at: number; readonly value: number }[];
  /** Of requests: latencies in milliseconds, processor time of the thread that answers and of the whole service in microseconds. */
  readonly more?: Readonly<Record<string, number>>;
}

/** Where a figure stands among those of other sizes, for aims and charts. */
export interface Place {
  readonly group: Group;
  readonly line: string;
  /** The size: connections, practices, events, seconds of load, whichever the group is about. */
  readonly at: number;
}

export type Group =
  | 'transitions'
  | 'ballot'
  | 'slow ballot'
  | 'case'
  | 'log'
  | 'proof'
  | 'proof memory'
  | 'start'
  | 'start memory'
  | 'instances'
  | 'load memory'
  | 'pages'
  | 'first page';

export const ratioOf = ({ value, ceiling }: Figure): number | undefined => ceiling && value / ceiling.value;

/** The figures as a table for a terminal. */
export function table(figures: readonly Figure[]): string {
  const rows = [
    ['figure', 'value', 'p50 ms', 'p99 ms', 'cpu µs', 'ceiling', 'ratio', ''],
    ...figures.map((figure) => [
      figure.name,
      shown(figure.value, figure.unit),
      decimals(figure.more?.['p50']),
      decimals(figure.more?.['p99']),
      figure.more?.['thread']?.toFixed(0) ?? '',
      figure.ceiling ? shown(figure.ceiling.value, figure.unit) : '',
      ratioOf(figure)?.toFixed(2) ?? '',
      figure.ceiling?.name ?? '',
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const isText = (column: number): boolean => column === 0 || column === 7;
  return rows
    .map((row) =>
      row
        .map((cell, column) => (isText(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const decimals = (value: number | undefined): string => value?.toFixed(2) ?? '';

function shown(value: number, unit: Figure['unit']): string {
  if (unit === '/s') return `${Math.round(value).toLocaleString('en-GB')} /s`;
  return unit === 's' ? `${value.toFixed(2)} s` : `${Math.round(value)} MB`;
}

export function environmentInWords({ processors, model, memory, node, fsync, disk }: Environment): string {
  return [
    `${processors} processors (${model}), ${memory} GB, Node ${node}, SQLite ${process.versions.sqlite ?? ''}`,
    `a page written and flushed to ${disk}: ${fsync.toFixed(2)} ms (median)`,
    'load, service and writer share the processors; compare with the ceilings, which were measured in the same minutes',
    'cpu: processor time for each request, of the thread that answers requests',
  ].join('\n');
}
