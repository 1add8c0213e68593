/** What the days in facts of the register may be, beside the day on which they are learnt: every fact says it of each of its days. */
import { isInstant } from '../workflow/instant.js';
import { addYears, dayInWords, isDayWithin, londonDay, type Day } from '../workflow/london.js';
import { around, past, type Span } from '../workflow/spans.js';
import type { RegisterFact, RegisterFactType } from './facts.js';

/** What organisations did or will do: long ago, or told ahead. */
const ofOrganisations = around(100, 10);
/** Rounds are seeded with those there were, and announced years ahead. */
const ofRounds = around(20, 10);

/** By the path of a day in the data; `*` stands for each of a list. */
export const spans: Readonly<Record<RegisterFactType, Readonly<Record<string, Span>>>> = {
  RegionRegistered: {},
  RoundAnnounced: {
    opens: ofRounds,
    interestBy: ofRounds,
    applicationBy: ofRounds,
    applicationByL2: ofRounds,
    goLive: ofRounds,
    goLiveAt: ofRounds,
    'variationWindows.*.from': ofRounds,
    'variationWindows.*.to': ofRounds,
    announcedAt: past(),
  },
  BankHolidaysAnnounced: { 'days.*': around(50, 20), 'insteadOf.*': around(50, 20), reachesTo: around(50, 20) },
  CcgRegistered: {
    opened: ofOrganisations,
    'constitution.from': ofOrganisations,
    'practices.*.joined': ofOrganisations,
  },
  RoleGranted: {},
  RoleWithdrawn: {},
  RoleProposed: {},
  RoleConfirmed: {},
  RoleDeclined: {},
  PracticeJoined: { joined: ofOrganisations, toldOn: past() },
  PracticeLeft: { on: ofOrganisations, toldOn: past() },
  PracticeMoved: { on: ofOrganisations, toldOn: past() },
  PracticeStays: { on: ofOrganisations, toldOn: past() },
  PracticeClosed: { on: ofOrganisations, toldOn: past() },
  PracticeReopened: {},
  PracticeDetailsChanged: { joined: ofOrganisations, closed: ofOrganisations },
  PracticesMerged: { on: ofOrganisations, toldOn: past() },
  ListSizeChanged: { on: past() },
  CcgClosed: { on: ofOrganisations, toldOn: past() },
  CcgClosureTakenBack: { on: past() },
  CcgDetailsChanged: { opened: ofOrganisations, toldOn: past() },
  // Cases rest on it from the moment it is recorded, so it is recorded once it is in force.
  ConstitutionAmended: { 'constitution.from': past(100) },
  SpecialMeasuresImposed: { on: past() },
  SpecialMeasuresLifted: { on: past() },
  CommitteeConstituted: { from: ofOrganisations, toldOn: past() },
  CommitteeProposed: { 'committee.from': ofOrganisations, 'committee.toldOn': past() },
  CommitteeConfirmed: { 'committee.from': ofOrganisations, 'committee.toldOn': past() },
  CommitteeDeclined: {},
  InterestRegistered: { aroseOn: past(), declaredOn: past() },
  InterestExpired: { on: past() },
};

/** Why a day in a fact cannot be, where it is learnt on `today`, in a sentence; undefined when all can. */
export function impossibleDayIn({ type, data }: RegisterFact, today: Day): string | undefined {
  for (const [path, span] of Object.entries(spans[type])) {
    const [first, last] = [addYears(today, -span.back), addYears(today, span.ahead)];
    const wrong = daysAt(data, path.split('.')).find((day) => !isDayWithin(day, first, last));
    if (wrong !== undefined)
      return `${wrong} cannot be: enter a day from ${dayInWords(first)} to ${span.ahead === 0 ? 'today' : dayInWords(last)}.`;
  }
  return undefined;
}

function daysAt(value: unknown, [step, ...rest]: readonly string[]): readonly Day[] {
  if (step === undefined) return typeof value === 'string' ? [isInstant(value) ? londonDay(value) : value] : [];
  if (typeof value !== 'object' || value === null) return [];
  if (step === '*') return Object.values(value).flatMap((each) => daysAt(each, rest));
  return daysAt((value as Readonly<Record<string, unknown>>)[step], rest);
}
