import { DocumentHash } from '../../../libs/forms/codes.js';
import { Count, Line, One, OneOf, Optional, Text, YesNo } from '../../../libs/forms/decorators.js';
import type { CountingRule } from './counting-rule.js';

/** On what ground a variation comes outside or inside the yearly windows. */
export const grounds = {
  window: 'It comes in a window for variations',
  'lawful-function': 'It is needed to carry out a function lawfully',
  dissolution: 'A CCG is dissolved or merges',
  'co-commissioning-round': 'It comes with a round of co-commissioning',
} as const;

class Share {
  @Count('the numerator', 0, 10_000, { label: 'Upper number of the fraction', hint: 'For one half, enter 1.' })
  numerator: number;
  @Count('the denominator', 1, 10_000, { label: 'Lower number of the fraction', hint: 'For one half, enter 2.' })
  denominator: number;
}

class Majority extends Share {
  @OneOf('how the share is compared', { 'at-least': 'At least this share', 'more-than': 'More than this share' })
  comparison: 'at-least' | 'more-than';
}

/** How a constitution counts the votes of its members. */
export class ProposedCounting {
  @OneOf('what a vote weighs', {
    practice: 'One vote for each practice',
    patient: 'One vote for each registered patient',
    'thousand-patients': 'One vote for every 1,000 registered patients',
  })
  basis: CountingRule['basis'];
  @Optional('Needed if votes are counted for every 1,000 patients.')
  @OneOf(
    'how thousands are made whole',
    { down: 'Rounded down', nearest: 'Rounded to the nearest', up: 'Rounded up' },
    {
      label: 'How parts of 1,000 patients are rounded',
    },
  )
  rounding?: 'down' | 'nearest' | 'up';
  @OneOf('what the share is of', {
    members: 'All members',
    'votes-cast': 'The votes cast',
    'votes-cast-without-abstentions': 'The votes cast, without abstentions',
  })
  denominator: CountingRule['denominator'];
  @One(() => Majority, 'the share in favour that carries') threshold: Majority;
  @One(() => Share, 'the share of members that must take part') quorum: Share;
  @OneOf('what a tie amounts to', { carried: 'Carried', defeated: 'Defeated' }, { label: 'How a tie is counted' })
  tie: CountingRule['tie'];
}

/** The CCG proposes a version of its constitution. */
export class AmendmentProposed {
  @Count('the number of the proposed version', 1, 10_000, { hint: 'Each proposal has a number of its own.' })
  version: number;
  @Count('the number of the version it is based on', 1, 10_000, {
    hint: 'The version it changes: the one in force, or another proposal.',
  })
  basedOn: number;
  /** */
  @YesNo('Is the amendment material?', 'the amendment is material', {
    hint: 'A material amendment needs a vote of the members.',
  })
  material: boolean;
  @OneOf('the ground for the variation', grounds) ground: keyof typeof grounds;
  @Text('what changes, clause by clause') clauses: string;
  @Optional('Add it if it is ready.') @DocumentHash('the text of the amendment') document?: string;
  @Optional('Only if the amendment changes this.')
  @YesNo('Must members be balloted under it?', 'its members must be balloted')
  ballotRequired?: boolean;
  @Optional('Only if the amendment changes this.')
  @One(() => ProposedCounting, 'how votes are counted')
  countingRule?: ProposedCounting;
}

/** The constitution already provides for the committee. */
export class AmendmentNotRequired {
  @Line('the clause relied on') clause: string;
  @Text('why no amendment is needed') statement: string;
}

class Verdict {
  @Count('the number of the version decided on', 1, 10_000) version: number;
  @Text('the reasons') reasons: string;
}

/** NHS England approves one version, in writing. */
export class AmendmentApproved extends Verdict {}

/** NHS England returns a version, with what to change. */
export class AmendmentReturned extends Verdict {
  @Text('what to change') changes: string;
}

/** NHS England refuses a version. */
export class AmendmentRefused extends Verdict {}

export const events = {
  AmendmentProposed,
  AmendmentNotRequired,
  AmendmentApproved,
  AmendmentReturned,
  AmendmentRefused,
} as const;
