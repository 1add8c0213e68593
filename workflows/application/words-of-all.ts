/** What belongs to every application, whatever stages it has. */
import type { Particulars } from '../../libs/workflow/index.js';
import { isBefore } from '../../libs/workflow/instant.js';
import { events } from './anywhere-events.js';
import { anywhereRules } from './anywhere-rules.js';
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
    ccg: null,
    round: null,
    constitution: null,
    group: [],
    groupId: null,
    invitedBy: null,
    drafters: [],
    assessors: [],
    interested: [],
    changes: [],
    specialMeasures: false,
    claims: {},
  },
  dates: {
    DeadlinePutBack: ({ data, at }, before, level) => {
      const applicationBy = level === 'L2' ? data.applicationByL2 : data.applicationBy;
      return {
        interestBy: later(before['interestBy'], data.interestBy, at),
        applicationBy: later(before['applicationBy'], applicationBy, at),
      };
    },
  },
  tells: ({ level, group, groupId, invitedBy, specialMeasures, claims }) => ({
    level,
    group,
    groupId,
    invitedBy,
    specialMeasures,
    claims,
  }),
} as const satisfies StageWords;

/** A deadline that has not passed is put back to a later one; one that has, or that there is none of, stays. */
function later(was: string | undefined, to: string, at: string): string | null {
  if (!was) return null;
  return isBefore(at, was) && isBefore(was, to) ? to : was;
}

export function particulars({ ccg, round, group }: Context): Particulars | undefined {
  return ccg && round ? { ccg: ccg.code, ccgName: ccg.name, region: ccg.region, round: round.id, group } : undefined;
}
