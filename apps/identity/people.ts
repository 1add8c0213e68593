/** Whom the service suggests to try: it knows what waits on whom. The two are programs of their own, and meet over HTTP. */
import { persona, suggested } from '../../demonstration/personas.js';

/** Somebody to sign in as. */
export interface Suggested {
  readonly subject: string;
  readonly name: string;
  /** Absent where the service does not say. */
  readonly told?: Told;
}

export interface Told {
  readonly role: string;
  readonly organisation: string;
  /** What they could do now. */
  readonly can: string;
  readonly about?: string;
  readonly side: Side;
}

const sides = ['applicants', 'approvers', 'others'] as const;
export type Side = (typeof sides)[number];

/** Milliseconds: nobody waits longer for a suggestion. */
const patience = 1_500;
const [mostPeople, longestText] = [24, 300];

/** Of the service at this origin; one of each job where it does not answer, or answers something else. */
export async function peopleAt(service: string): Promise<readonly Suggested[]> {
  try {
    const answer = await fetch(`${service}/development/people`, {
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    });
    const body: unknown = answer.ok ? await answer.json() : undefined;
    const { people } = (body ?? {}) as { readonly people?: unknown };
    const found = (Array.isArray(people) ? (people as readonly unknown[]) : []).slice(0, mostPeople).flatMap(personIn);
    if (found.length > 0) return found;
  } catch {
    // The page is of use without.
  }
  return suggested;
}

function personIn(value: unknown): readonly Suggested[] {
  const { subject, name, role, organisation, can, about, side } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const known = sides.find((each) => each === side);
  if (!isText(subject) || persona(subject) === undefined || known === undefined) return [];
  if (!isText(name) || !isText(role) || !isText(organisation) || !isText(can)) return [];
  const told = { role, organisation, can, side: known, ...(isText(about) && { about }) };
  return [{ subject, name, told }];
}

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= longestText;
