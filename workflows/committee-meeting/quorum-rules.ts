/** Quorum rules of real committees, as data to constitute one with. */
import type { QuorumRule } from './quorum.js';

const one = (...offices: readonly string[]): QuorumRule => ({ atLeast: 1, of: { offices } });

/** Three, with a lay member and one of three named executives. */
export const layMemberAndNamedExecutive: QuorumRule = {
  all: [{ atLeast: 3 }, one('lay-member'), one('chief-officer', 'finance-officer', 'head-of-contracting')],
};

/** Three non-executives, a GP, two chief officers, the finance officer, the head of contracting and two non-voting members. */
export const manyOffices: QuorumRule = {
  all: [
    { atLeast: 3, of: { offices: ['non-executive'] } },
    one('gp'),
    { atLeast: 2, of: { offices: ['chief-officer'] } },
    one('finance-officer'),
    one('head-of-contracting'),
    { atLeast: 2, of: { voting: false } },
  ],
};

/** A lay member, a GP and an executive. */
export const oneOfEach: QuorumRule = { all: [one('lay-member'), one('gp'), one('executive')] };

/**
 * Four, with the chief or the finance officer, two who are lay members, nurses or secondary-care consultants, and the chair or the
 * vice-chair.
 */
export const fourWithTheChair: QuorumRule = {
  all: [
    { atLeast: 4 },
    one('chief-officer', 'finance-officer'),
    { atLeast: 2, of: { offices: ['lay-member', 'nurse', 'secondary-care-consultant'] } },
    one('chair', 'vice-chair'),
  ],
};
