/** What belongs to every application, whatever stages it has. */
import { dateIn } from '../../libs/workflow/dates.js';
import type { Particulars } from '../../libs/workflow/index.js';
import { events } from './anywhere-events.js';
import { anywhereRules } from './anywhere-rules.js';
import { holderLookUps, interestBy } from './declared.js';
import { interestDeadlineIn, laterThan } from './round.js';
import { claimedQueues, toldOf } from './claims.js';
import type { Context, NamesOf, StageWords } from './words.js';

declare module './words.js' {
  interface RuleNames extends NamesOf<typeof anywhereRules> {}
}

export const wordsOfAll = {
  name: 'anywhere',
  events,
  rules: anywhereRules,
  beginning: {
    level: null,
    begunAt: null,
    ccg: null,
    round: null,
    constitution: null,
    group: [],
    groupId: null,
    invitedBy: null,
    hands: [],
    assessors: [],
    interested: [],
    interestsIn: [],
    recused: [],
    changes: [],
    specialMeasures: false,
    claims: {},
    claimed: {},
  },
  lookUps: { InterestDeclared: holderLookUps },
  irreversible: {
    ApplicationWithdrawn: 'The application ends. To apply again, the CCG begins a new one.',
  },
  notes: {
    ApplicationWithdrawn: (before, { data }) => ({ ...before, reasons: [data.because] }),
  },
  offers: { CaseReleased: { queue: claimedQueues } },
  registers: { InterestDeclared: { rule: 'R-47', becomes: interestBy } },
  dueAs: { DeadlinePassed: 'lapse' },
  dates: {
    DeadlinePutBack: ({ data }, before, level) => {
      const applicationBy = level === 'L2' ? data.applicationByL2 : data.applicationBy;
      // Whoever had missed one would have lapsed by it.
      return {
        interestBy: laterThan(dateIn(before, 'interestBy') ?? null, interestDeadlineIn(data, level ?? 'L3')),
        applicationBy: laterThan(dateIn(before, 'applicationBy') ?? null, applicationBy),
      };
    },
  },
  tells: ({ level, group, groupId, invitedBy, specialMeasures, claims }) => ({
    level,
    group,
    groupId,
    invitedBy,
    specialMeasures,
    claims: toldOf(claims),
  }),
} as const satisfies StageWords;

export function particulars({ ccg, round, group }: Context): Particulars | undefined {
  return ccg && round ? { ccg: ccg.code, ccgName: ccg.name, region: ccg.region, round: round.id, group } : undefined;
}
