import type { Choice, Dates } from '../../../libs/workflow/index.js';
import { numbered, soonest } from '../../application/dates.js';
import type { Context, DatesOf, FactsOf, LookUpsOf, NamesOf, NamesSetBy, StageWords } from '../../application/words.js';
import type { Amendment } from './amendment.js';
import { constitutionBy } from './becomes.js';
import type { CountingRule } from './counting-rule.js';
import { events } from './events.js';
import { constitutionRules } from './rules.js';
import { restsOnRefused } from './standing.js';

interface Added {
  /** `reviewBy`: when the review is due by the service standard; null without one. */
  readonly AmendmentProposed: { readonly today: string; readonly reviewBy: string | null };
  /** `today`: the first day on which the version is in force; `counting`: how votes are counted until then. */
  readonly AmendmentApproved: { readonly today: string; readonly counting: CountingRule };
}

interface Remembers {
  readonly amendments: readonly Amendment[];
  /** The clause relied on, where no amendment is required. */
  readonly clauseReliedOn: string | null;
}

const dates = {
  AmendmentProposed: ({ data }, before) =>
    soonest(before, 'amendmentReviewBy', { [lineTo(data.version, before, data.basedOn)]: data.reviewBy }),
  // With the version, those it rests on are done with: it took their place.
  AmendmentApproved: ({ data }, before) =>
    soonest(
      before,
      'amendmentReviewBy',
      Object.fromEntries(linesUpTo(data.version, before).map((each) => [each, null])),
    ),
  AmendmentReturned: ({ data }, before) =>
    soonest(before, 'amendmentReviewBy', { [lineOf(data.version, before) ?? data.version]: null }),
  AmendmentRefused: ({ data }, before) =>
    soonest(before, 'amendmentReviewBy', { [lineOf(data.version, before) ?? data.version]: null }),
} satisfies DatesOf;

declare module '../../application/words.js' {
  interface FactTypes extends FactsOf<typeof events, Added> {}
  interface RuleNames extends NamesOf<typeof constitutionRules> {}
  interface Context extends Remembers {}
  interface DateNames extends NamesSetBy<typeof dates> {}
}

export const constitutionWords = {
  name: 'constitution',
  place: { name: 'constitution', title: 'Constitutional amendment', path: 'applying.underWay.constitution' },
  events,
  rules: constitutionRules,
  beginning: { amendments: [], clauseReliedOn: null } satisfies Remembers,
  lookUps: {
    AmendmentProposed: ['today', 'reviewBy'],
    AmendmentApproved: ['today', 'counting'],
  } satisfies LookUpsOf<Added>,
  irreversible: {
    AmendmentApproved:
      'The amendment becomes the CCG’s constitution at once. It can be changed again by another amendment only.',
    AmendmentRefused: 'The version cannot be approved any more, nor one that rests on it.',
  },
  offers: {
    AmendmentProposed: { version: nextVersion, basedOn: versionsToRestOn },
    AmendmentApproved: { version: pendingVersions },
    AmendmentReturned: { version: pendingVersions },
    AmendmentRefused: { version: pendingVersions },
  },
  registers: { AmendmentApproved: { rule: 'R-21', becomes: constitutionBy } },
  dates,
  tells: ({ amendments, clauseReliedOn }) => ({ amendments, clauseReliedOn }),
} as const satisfies StageWords;

function pendingVersions({ amendments }: Context): readonly Choice[] {
  return amendments
    .filter(({ status }) => status === 'pending')
    .map(({ version, basedOn }) => ({
      value: String(version),
      words: `Version ${version}, based on version ${basedOn}`,
    }));
}

/** Each proposal has a number of its own: the one after all that there were. */
function nextVersion({ amendments, constitution }: Context): readonly Choice[] {
  const next = Math.max(0, constitution?.version ?? 0, ...amendments.map(({ version }) => version)) + 1;
  return [{ value: String(next), words: `Version ${next}` }];
}

/** The version that is in force, and those that were proposed here: one that was returned is worked on, one that was refused is not. */
function versionsToRestOn({ amendments, constitution }: Context): readonly Choice[] {
  const inForce = constitution?.version;
  const proposed = amendments
    .filter(({ version }) => version !== inForce && !restsOnRefused(amendments, version))
    .map(({ version, status }) => ({ value: String(version), words: `Version ${version}, ${status}` }));
  return inForce === undefined
    ? proposed
    : [{ value: String(inForce), words: `Version ${inForce}, in force` }, ...proposed];
}

/** The number under which a version is due: after those it rests on, as `2.4` for version 4 on version 2. Undefined for none proposed here. */
const lineOf = (version: number, dates: Dates): string | undefined =>
  numbered(dates, 'amendmentReviewBy')
    .map((name) => name.slice('amendmentReviewBy.'.length))
    .find((line) => line.split('.').at(-1) === String(version));

const lineTo = (version: number, dates: Dates, basedOn: number): string =>
  [lineOf(basedOn, dates), version].filter((part) => part !== undefined).join('.');

/** The numbers of a version and of those it rests on. */
function linesUpTo(version: number, dates: Dates): readonly string[] {
  const parts = (lineOf(version, dates) ?? String(version)).split('.');
  return parts.map((_, index) => parts.slice(0, index + 1).join('.'));
}
