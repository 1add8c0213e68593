import { createHash } from 'node:crypto';

export const jobs = [
  'officer',
  'practice',
  'verifier',
  'assessor',
  'constitution',
  'committee',
  'panel',
  'auditor',
  'registrar',
] as const;

const firstNames = words(
  'Amina Bronwen Callum Deepa Edwin Farah Gareth Hannah Imran Joan Kofi Leila',
  'Martin Nadia Owen Priya Quentin Rosa Samir Tessa Uma Victor Wendy Yusuf',
);
const lastNames = words(
  'Alder Birchall Cope Dunmore Eastwood Fenn Garside Holt Inskip Jessop Kettle Larkin',
  'Marsh Nettleton Orchard Pickles Quayle Rowan Stannard Thorne Underhill Vane Whitlow Yardley',
);

function words(...lines: string[]): readonly string[] {
  return lines.join(' ').split(' ');
}

const shape = new RegExp(`^(?:${jobs.join('|')})(?:-[1-9]\\d{0,4})?@(.+)$`);
const organisation = /^(?:\d\d[A-Z]|[A-Y]\d{5}|Y\d\d|nhse)$/i;

/**
 * An invented person, whose id is `<job>[-n]@<organisation>`, exactly as given: no case is folded. What a
 * person may do is the register's business; anybody of this shape may sign in.
 */
export interface Persona {
  readonly subject: string;
  readonly name: string;
}

/** The persona of that id, or nothing when it has none of the allowed shapes. */
export function persona(id: unknown): Persona | undefined {
  if (typeof id !== 'string' || id.length > 40) return undefined;
  const found = shape.exec(id);
  if (found?.[1] === undefined || !organisation.test(found[1])) return undefined;
  return { subject: id, name: inventedName(id) };
}

/** What a persona may look like, one line each, to show to the person who mistyped one. */
export const allowedShapes: readonly string[] = [
  `<job>@<organisation>, or <job>-<number>@<organisation> for the second, third … holder of a job`,
  `job: ${jobs.join(', ')}`,
  'organisation: a CCG (00C), a practice (A81001), a region (Y54) or nhse',
];

/** People to offer on the sign-in page: one of each job. */
export const suggested: readonly Persona[] = [
  'officer@00C',
  'practice@A81001',
  'verifier@00C',
  'assessor@Y54',
  'constitution@nhse',
  'committee@nhse',
  'committee-2@nhse',
  'panel@Y54',
  'auditor@nhse',
  'registrar@nhse',
].flatMap((id) => persona(id) ?? []);

/** Always the same name for the same id; different ids may share one. */
function inventedName(id: string): string {
  const digest = createHash('sha256').update(id).digest();
  const pick = (names: readonly string[], at: number) => names[digest.readUInt16BE(at) % names.length] ?? '';
  return `${pick(firstNames, 0)} ${pick(lastNames, 2)}`;
}
