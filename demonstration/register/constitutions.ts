/** Counting rules that CCGs' constitutions are known to have, as the invented ones draw them. */
import { majorityOfVotes } from '../../libs/register/constitutions.js';
import type { Constitution, CountingRule, Day } from '../../libs/register/model.js';
import type { Draw } from './names.js';
import { pick } from './names.js';

const half = { numerator: 1, denominator: 2 };
const third = { numerator: 1, denominator: 3 };
const twoThirds = { numerator: 2, denominator: 3 };

/** More than half of all members' registered patients. */
export const majorityOfMembersByPatients: CountingRule = {
  ...majorityOfVotes,
  basis: 'patient',
  denominator: 'members',
};

const byThousands: CountingRule = { ...majorityOfVotes, basis: 'thousand-patients', rounding: 'nearest' };

/** Each as often as it is listed: most count one practice one vote, and a simple majority of the votes cast. */
const countingRules: readonly CountingRule[] = [
  majorityOfVotes,
  majorityOfVotes,
  majorityOfVotes,
  majorityOfVotes,
  majorityOfVotes,
  majorityOfVotes,
  majorityOfVotes,
  { ...majorityOfVotes, quorum: third },
  { ...majorityOfVotes, quorum: twoThirds },
  { ...majorityOfVotes, denominator: 'votes-cast-without-abstentions', quorum: third },
  {
    ...majorityOfVotes,
    denominator: 'votes-cast-without-abstentions',
    threshold: { comparison: 'at-least', ...half },
    tie: 'carried',
  },
  {
    ...majorityOfVotes,
    denominator: 'members',
    threshold: { comparison: 'at-least', ...twoThirds },
    quorum: twoThirds,
  },
  {
    ...majorityOfVotes,
    denominator: 'members',
    threshold: { comparison: 'at-least', ...twoThirds },
    quorum: twoThirds,
  },
  { ...majorityOfVotes, basis: 'patient', quorum: third },
  majorityOfMembersByPatients,
  byThousands,
  { ...byThousands, rounding: 'up', denominator: 'votes-cast-without-abstentions' },
  { ...byThousands, rounding: 'down', denominator: 'members', threshold: { comparison: 'at-least', ...twoThirds } },
];

/** A first constitution in force from a day: most require a ballot, one in six already provides for the committee. */
export function inventConstitution(draw: Draw, from: Day): Constitution {
  return {
    version: 1,
    from,
    ballotRequired: draw() < 0.85,
    providesForCommittee: draw() < 1 / 6,
    counting: pick(draw, countingRules),
  };
}
