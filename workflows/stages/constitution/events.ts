import { Count, DocumentHash, One, OneOf, Optional, Text, YesNo } from '../../fields.js';
import type { CountingRule } from './counting-rule.js';

/** On what ground a variation comes outside or inside the yearly windows. */
export const grounds = ['window', 'lawful-function', 'dissolution', 'co-commissioning-round'] as const;

class Share {
  @Count('the numerator', 0, 10_000) numerator: number;
  @Count('the denominator', 1, 10_000) denominator: number;
}

class Majority extends Share {
  @OneOf('how the share is compared', ['at-least', 'more-than']) comparison: 'at-least' | 'more-than';
}

/** How a constitution counts the votes of its members. */
export class ProposedCounting {
  @OneOf('what a vote weighs', ['practice', 'patient', 'thousand-patients']) basis: CountingRule['basis'];
  @Optional() @OneOf('how thousands are made whole', ['down', 'nearest', 'up']) rounding?: 'down' | 'nearest' | 'up';
  @OneOf('what the share is of', ['members', 'votes-cast', 'votes-cast-without-abstentions'])
  denominator: CountingRule['denominator'];
  @One(() => Majority, 'the share in favour that carries') threshold: Majority;
  @One(() => Share, 'the share of members that must take part') quorum: Share;
  @OneOf('what a tie amounts to', ['carried', 'defeated']) tie: CountingRule['tie'];
}

/** The CCG proposes a version of its constitution. */
export class AmendmentProposed {
  /** The version this would make; each proposal of a case has its own number. */
  @Count('the number of the proposed version', 1, 10_000) version: number;
  /** The version it changes: the one in force, or another proposal. */
  @Count('the number of the version it is based on', 1, 10_000) basedOn: number;
  /** A material amendment needs the members' vote (R-12). */
  @YesNo('the amendment is material') material: boolean;
  @OneOf('the ground for the variation', grounds) ground: (typeof grounds)[number];
  @Text('what changes, clause by clause') clauses: string;
  @Optional() @DocumentHash('the text of the amendment') document?: string;
  /** Whether members must be balloted under it; as before unless said. */
  @Optional() @YesNo('its members must be balloted') ballotRequired?: boolean;
  /** How votes are counted under it; as before unless said. */
  @Optional() @One(() => ProposedCounting, 'how votes are counted') countingRule?: ProposedCounting;
}

/** The constitution already provides for the committee. */
export class AmendmentNotRequired {
  @Text('the clause relied on', 200) clause: string;
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
