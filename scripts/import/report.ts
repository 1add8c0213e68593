import type { Line, Previewed } from './service.js';

const words: readonly (readonly [count: string, what: string])[] = [
  ['added', 'added'],
  ['changed', 'changed'],
  ['moved', 'moved to another CCG'],
  ['left', 'left their CCG'],
  ['closed', 'closed'],
  ['reopened', 'reopened'],
  ['unchanged', 'unchanged'],
  ['refused', 'refused'],
  ['leftOut', 'left out'],
  ['notInFile', 'in the register, not in the file'],
];

/** The preview as a table of counts, with the first lines of each kind below. */
export function report({ kind, counts, leftOut, advice, samples }: Previewed): string {
  const rows = words.map(([count, what]) => `  ${figure(counts[count])}  ${what}`);
  const reasons = Object.entries(leftOut).map(([reason, count]) => `  ${figure(count)}  left out: ${reason}`);
  const examples = Object.entries(samples)
    .filter(([what]) => what !== 'left-out')
    .flatMap(([what, lines]) => ['', `First ${what}:`, ...lines.map(lineInWords)]);
  return [
    `${figure(counts['lines'])} lines of ${kind}, ${counts['facts'] ?? 0} facts to record`,
    ...rows,
    ...reasons,
    ...examples,
    ...advice.flatMap((each) => ['', each]),
  ].join('\n');
}

function lineInWords({ line, code, name = '', detail, because, mend }: Line): string {
  const said = detail ?? `${because ?? ''} ${mend ?? ''}`;
  return `  line ${line}  ${code ?? '–'}  ${name && `${name}: `}${said}`;
}

const figure = (count = 0): string => count.toLocaleString('en-GB').padStart(7);
