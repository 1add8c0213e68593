import { dayInWords, hasDayCome, isDayBefore, londonDay } from '../../libs/workflow/london.js';
import type { Bars, Limits, Rule } from '../../libs/workflow/index.js';
import { rulesOver } from '../../libs/workflow/model.js';
import { anywhereRules } from '../application/anywhere-rules.js';
import { asOf, isParty, knownOf, type Context, type Request, type RequestFact } from './request.js';

interface Facts {
  readonly context: Context;
  readonly event: RequestFact;
}

/** The request that a fact makes, or approves as the register stands then. */
function askedBy({ context: { request }, event }: Facts): Request | undefined {
  if (event.type === 'MembershipRequested') return event.data;
  return event.type === 'MembershipApproved' && request ? asOf(request, event.data) : undefined;
}

/** What it asked for could be when it was asked, so the register has changed: since when each practice is whose member. */
function changedSince({ context, event }: Facts, request: Request): string | undefined {
  if (event.type !== 'MembershipApproved' || context.requestedAt === null) return undefined;
  const members = knownOf(request).map(
    ({ code, ccg, since }) => `${code} is a member of ${ccg ?? 'no CCG'} since ${dayInWords(since)}`,
  );
  return ` The register has changed since this was requested on ${dayInWords(londonDay(context.requestedAt))}: ${[...members, 'see /api/register'].join('; ')}.`;
}

/** A rule about what is asked for, when it is asked for and when it is approved; it holds for every other fact. */
const aboutRequest = (rule: {
  readonly id: NonNullable<Rule['id']>;
  readonly meaning: string | ((request: Request) => string);
  readonly limits?: Limits;
  readonly holds: (request: Request, event: RequestFact) => boolean;
}): Rule<Facts> => ({
  id: rule.id,
  readsData: true,
  ...(rule.limits && { limits: rule.limits }),
  meaning: (facts) => {
    const request = askedBy(facts);
    const why = typeof rule.meaning === 'string' ? rule.meaning : request === undefined ? '' : rule.meaning(request);
    return request === undefined ? why : why + (changedSince(facts, request) ?? '');
  },
  holds: (facts) => {
    const request = askedBy(facts);
    return request === undefined || rule.holds(request, facts.event);
  },
});

const unknownIn = ({ ccg, practices, openCcgs, to }: Request): readonly string[] => [
  ...practices.filter((practice) => 'missing' in practice).map(({ code }) => code),
  ...[ccg.code, ...(to === undefined ? [] : [to])].filter((code) => !openCcgs.includes(code)),
];

const backDated = 'A request can be back-dated, but not to before the last change';

/** Known practices for which the request would take effect before their last change did. */
function tooEarlyIn(request: Request) {
  // What leaves or merges had its last day the day before, and a membership is at least a day long.
  const ends = request.kind === 'leave' || request.kind === 'merge';
  if (request.kind === 'stay') return [];
  return knownOf(request).filter(({ since }) =>
    ends ? hasDayCome(request.effectiveOn, since) : isDayBefore(request.effectiveOn, since),
  );
}

/** Known practices that are members of this CCG, or of none, for good: nothing is told of a day to come. */
const lastingIn = (request: Request): readonly string[] =>
  knownOf(request)
    .filter(({ ahead }) => ahead !== request.ccg.code)
    .map(({ code }) => code);

const followsTheLast = {
  id: 'R-81',
  meaning: (request: Request) => {
    const [first] = tooEarlyIn(request);
    return `${backDated}: for ${first?.code ?? ''} that was on ${dayInWords(first?.since ?? '')}.`;
  },
  holds: (request: Request) => tooEarlyIn(request).length === 0,
} as const;

/** A rule about claims and interests as cases have it: it looks at the actor, and at what this context holds too. */
const shared = (name: keyof typeof anywhereRules): Rule<Facts> => anywhereRules[name] as Rule<never> as Rule<Facts>;

/** Whoever made the request, took a position on it, or acts for a party. */
export const handsIn = ({ requestedBy, consents }: Context, { onBothSides = [] }: Partial<Bars>): readonly string[] => [
  ...(requestedBy ? [requestedBy.id] : []),
  ...consents.map(({ by }) => by),
  ...onBothSides,
];

export const rules = rulesOver<Facts>()({
  codesAreKnown: aboutRequest({
    id: 'R-82',
    meaning: (request) =>
      `The register knows no such practice, or no CCG that is open then: ${unknownIn(request).join(', ')}. Enter codes that /api/register lists.`,
    holds: (request) => unknownIn(request).length === 0,
  }),
  requestIsWhole: aboutRequest({
    id: 'R-80',
    meaning:
      'Name the CCG to move to with a move, and the practice to merge into, one of at least two, with a merger; neither with anything else.',
    holds: ({ kind, to, into, practiceCodes }) =>
      (kind === 'move') === (to !== undefined) &&
      (kind === 'merge') === (into !== undefined) &&
      (kind !== 'merge' || (practiceCodes.length >= 2 && practiceCodes.includes(into ?? ''))),
  }),
  practiceAsksForItself: aboutRequest({
    id: 'R-80',
    meaning: 'You speak for your own practice only. For others their CCG asks, or they do themselves.',
    holds: ({ kind, practiceCodes }, { actor }) =>
      actor.role !== 'practice-representative' ||
      (kind === 'merge'
        ? practiceCodes.includes(actor.organisation)
        : practiceCodes.every((code) => code === actor.organisation)),
  }),
  practicesAreOpen: aboutRequest({
    id: 'R-80',
    meaning: 'A practice that has closed cannot become or stay a member.',
    holds: (request) => knownOf(request).every(({ status }) => status !== 'C'),
  }),
  joinersAreNobodysMembers: aboutRequest({
    id: 'R-80',
    meaning: 'A practice is a member of exactly one CCG, and one of these is a member already. Ask for a move instead.',
    holds: (request) => request.kind !== 'join' || knownOf(request).every(({ ccg }) => ccg === null),
  }),
  membersAreOfThisCcg: aboutRequest({
    id: 'R-80',
    meaning: 'Only members of this CCG can leave it or merge within it.',
    holds: (request) =>
      !['leave', 'merge'].includes(request.kind) || knownOf(request).every(({ ccg }) => ccg === request.ccg.code),
  }),
  somethingIsToldAhead: aboutRequest({
    id: 'R-80',
    meaning: (request) =>
      `Nothing is told ahead from that day on of ${lastingIn(request).join(', ')}, so there is nothing to take back.`,
    holds: (request) => request.kind !== 'stay' || lastingIn(request).length === 0,
  }),
  moveIsFromOrToThisCcg: aboutRequest({
    id: 'R-80',
    meaning: 'A move is from this CCG to another, or from another to this one.',
    holds: (request) =>
      request.kind !== 'move' ||
      knownOf(request).every(
        ({ ccg }) => ccg !== null && ccg !== request.to && [ccg, request.to].includes(request.ccg.code),
      ),
  }),
  changeFollowsTheLast: aboutRequest({
    ...followsTheLast,
    limits: { fields: ['effectiveOn'], general: `${backDated}.` },
  }),
  nothingHasChangedSince: aboutRequest(followsTheLast),
  positionIsYourOwn: {
    id: 'R-80',
    readsData: true,
    meaning: 'Record the position of your own organisation, when it is a party and another one made the request.',
    holds: ({ context, event }) =>
      event.type !== 'ConsentRecorded' ||
      (event.data.organisation === event.actor.organisation &&
        event.data.organisation !== context.requestedBy?.organisation &&
        context.request !== null &&
        isParty(context.request, event.data.organisation)),
  },
  requestIsYours: {
    id: 'R-80',
    meaning: 'Only the organisation that made the request can withdraw it.',
    holds: ({ context, event }) => event.actor.organisation === context.requestedBy?.organisation,
  },
  approverIsNoHand: {
    id: 'R-46',
    meaning:
      'You act for a CCG or a practice that this request is about, or made it or took a position on it. Someone else must decide on it.',
    holds: ({ context, event: { actor, data } }) => !handsIn(context, data).includes(actor.id),
  },
  approverHasNoInterest: shared('approverHasNoInterest'),
  anotherIsNamedByTheRegistrar: shared('anotherIsNamedByTheRegistrar'),
  registrarNamesThePerson: shared('registrarNamesThePerson'),
  interestIsNews: shared('interestIsNews'),
  caseIsUnclaimed: shared('caseIsUnclaimed'),
  claimIsYours: shared('claimIsYours'),
  claimStands: shared('claimStands'),
});
