/** What the members' last word means for the application, in words for all who may see the ballot (R-16, R-19, R-21). */
import type { Context } from '../../application/words.js';
import { materialIn } from '../constitution/standing.js';
import { coveredBy } from './rules.js';

type Known = Pick<Context, 'ballot' | 'inquorateBallots' | 'governance' | 'amendments' | 'covered'>;

/** Null until the ballot is counted. The verified result has this effect, and no other: the ways of `ResultVerified` are the same. */
export function followsFrom(context: Known): string | null {
  const { ballot, inquorateBallots, governance } = context;
  switch (ballot?.tally?.result) {
    case undefined:
      return null;
    case 'inquorate':
      return inquorateBallots < 2
        ? 'Too few practices took part, so the members have said neither yes nor no. One more ballot is allowed in this round.'
        : 'Too few practices took part for the second time in this round. The application ends for this round.';
    case 'defeated':
      return governance === null
        ? 'The members said no, and nobody can overrule them. The application ends for this round. A later round may take it up again.'
        : 'The members said no after the application was submitted. The application is rescinded, and nobody can overrule that in this round.';
    case 'carried':
      return coversAll(context)
        ? 'The members said yes. The CCG has their mandate for this application.'
        : 'The members said yes. A material amendment was proposed that this vote was not on, so they are asked again.';
  }
}

function coversAll(context: Known): boolean {
  const covered = coveredBy(context);
  return materialIn(context.amendments).every((version) => covered.includes(version));
}
