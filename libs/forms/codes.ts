/** What the register or the service knows by a code: organisations, cases, documents; as decorators. */
import { ArrayMinSize, ArrayUnique, Matches } from 'class-validator';
import { asking, field, list, type Told } from './declaring.js';
import { Line } from './decorators.js';
import type { CodeOf } from './field.js';

interface Spelling {
  readonly of: CodeOf;
  readonly is: RegExp;
  readonly width: number;
  /** Completes “Enter … as ”. */
  readonly as: string;
}

const coded = (what: string, { of, is, width, as }: Spelling, told: Told): PropertyDecorator =>
  field(
    { what, asks: `Enter ${what} as ${as}`, size: { kind: 'code', of, pattern: is.source, width }, ...told },
    Matches(is, { message: asking(`Enter ${what}`, `Enter ${what} as ${as}`) }),
  );

const spellingOf = {
  ccg: { of: 'ccg', is: /^\d{2}[A-Z]$/, width: 3, as: 'a CCG code such as 00C' },
  practice: { of: 'practice', is: /^[A-Z]\d{5}$/, width: 6, as: 'a practice code such as A81001' },
  region: { of: 'region', is: /^Y\d{2}$/, width: 3, as: 'a region code such as Y54' },
  ccgOrPractice: {
    of: 'organisation',
    is: /^(\d{2}[A-Z]|[A-Z]\d{5})$/,
    width: 6,
    as: 'the code of a CCG or a practice',
  },
} as const satisfies Record<string, Spelling>;

/** The code of one CCG. */
export const CcgCode = (what: string, told: Told = {}): PropertyDecorator => coded(what, spellingOf.ccg, told);

/** The ODS code of one practice. */
export const PracticeCode = (what: string, told: Told = {}): PropertyDecorator =>
  coded(what, spellingOf.practice, told);

/** The code of a CCG or of a practice. */
export const CcgOrPracticeCode = (what: string, told: Told = {}): PropertyDecorator =>
  coded(what, spellingOf.ccgOrPractice, told);

/** The code of a region. */
export const RegionCode = (what: string, told: Told = {}): PropertyDecorator => coded(what, spellingOf.region, told);

/** A code of an organisation, spelt as this field says. */
export const OrganisationCode = (what: string, spelling: Omit<Spelling, 'of'>, told: Told = {}): PropertyDecorator =>
  coded(what, { of: 'organisation', ...spelling }, told);

/** A short name by which something is known from now on, spelt as this field says. */
export const NameOf = (what: string, spelling: Omit<Spelling, 'of'>, told: Told = {}): PropertyDecorator =>
  coded(what, { of: 'name', ...spelling }, told);

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The id of a case or a meeting, a UUID. */
export const CaseId = (what: string, told: Told = {}): PropertyDecorator =>
  field(
    {
      what,
      asks: `Enter the id of ${what}`,
      size: { kind: 'code', of: 'case', pattern: uuid.source, width: 36 },
      ...told,
    },
    Matches(uuid, { message: asking(`Enter ${what}`, `Enter the id of ${what}`) }),
  );

const codeSize = ({ of, is, width }: Spelling) => ({ kind: 'code', of, pattern: is.source, width }) as const;

/** A list of CCG codes. */
export const CcgCodes = (what: string, told: Told = {}): PropertyDecorator =>
  field(
    {
      what,
      asks: `Enter ${what} as a list of CCG codes`,
      size: { kind: 'several', each: codeSize(spellingOf.ccg), most: 20 },
      ...told,
    },
    ...list(what, ' of CCG codes', 20),
    Matches(spellingOf.ccg.is, { each: true, message: `Enter each of ${what} as ${spellingOf.ccg.as}` }),
  );

/** One practice code or more, each once. */
export const PracticeCodes = (what: string, told: Told = {}): PropertyDecorator =>
  field(
    {
      what,
      asks: `Enter ${what} as a list of practice codes`,
      size: { kind: 'several', each: codeSize(spellingOf.practice), least: 1, most: 20, once: true },
      ...told,
    },
    ...list(what, ' of practice codes', 20),
    ArrayMinSize(1, { message: `Enter ${what}: 1 or more` }),
    ArrayUnique({ message: `Enter each of ${what} once` }),
    Matches(spellingOf.practice.is, { each: true, message: `Enter each of ${what} as ${spellingOf.practice.as}` }),
  );

/** Names of one spelling. `as` completes “Enter each of … ”. */
export const Names = (
  what: string,
  { is, width, as, most }: Omit<Spelling, 'of'> & { readonly most: number },
  told: Told = {},
): PropertyDecorator =>
  field(
    {
      what,
      asks: `Enter each of ${what} ${as}`,
      size: { kind: 'several', each: { kind: 'code', of: 'name', pattern: is.source, width }, most },
      ...told,
    },
    ...list(what, '', most),
    Matches(is, { each: true, message: `Enter each of ${what} ${as}` }),
  );

/** The SHA-256 of a document that was put into the service before. */
export function DocumentHash(what: string, told: Told = {}): PropertyDecorator {
  const asks = `Enter the SHA-256 of ${what}, 64 hexadecimal characters`;
  return field(
    { what, asks, size: { kind: 'document' }, ...told },
    Matches(/^[0-9a-f]{64}$/, { message: asking(`Upload ${what}`, asks) }),
  );
}

/** A document that goes with what is said. */
export class Attachment {
  @Line('the title of the attachment', { label: 'Title' }) title: string;
  @DocumentHash('the attachment', { label: 'File' }) sha256: string;
}
