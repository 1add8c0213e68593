import { ofCases, ofTheRegister, type CaseConsequence, type RegisterConsequence } from '../workflows/consequences.js';

const nodes = { cases: 'other cases', arrangement: 'arrangement of the CCG', register: 'register' } as const;
type Entry = readonly [name: string, CaseConsequence | RegisterConsequence];

/** docs/workflows/consequences.md: what facts bring about elsewhere, drawn and in words, from the one table. */
export function consequencesPage(): string {
  const cases: readonly Entry[] = Object.entries(ofCases);
  const register: readonly Entry[] = Object.entries(ofTheRegister);
  return [
    '# Consequences',
    '',
    'Generated from `workflows/consequences.ts`; do not edit. What a fact brings about elsewhere is recorded in the same append, and',
    'names the event that brought it about as its cause. `npm run audit -- verify` finds one that is missing.',
    '',
    '```mermaid',
    'flowchart LR',
    '  case[a case]',
    ...Object.entries(nodes).map(([id, words]) => `  ${id}[${words}]`),
    ...cases.map(([, { on, type }]) => `  case -->|${type ?? 'as the workflow says'}| ${on}`),
    ...register.map(([, { on, type }]) => `  register -->|${type ?? ''}| ${on}`),
    '```',
    '',
    ...tableOf('When a fact of a case …', cases),
    ...tableOf('When a fact of the register …', register),
  ].join('\n');
}

const tableOf = (title: string, entries: readonly Entry[]): readonly string[] => [
  `## ${title}`,
  '',
  '| when | then | recorded | on | rules |',
  '|---|---|---|---|---|',
  ...entries.map(
    ([, { when, then, type, on, rules }]) =>
      `| ${when} | ${then} | ${type ? `\`${type}\`` : 'as the workflow says'} | ${nodes[on]} | ${rules.join(', ')} |`,
  ),
  '',
];
