/** A practice changes its CCG. */
import { says } from './scene.js';
import type { Story } from './step.js';

export interface Move {
  readonly practice: string;
  readonly from: string;
  readonly to: string;
  /** Who asks for it: one of the CCGs, or the practice itself. */
  readonly asks: 'from' | 'to' | 'practice';
  readonly requested: Date;
  readonly answered: Date;
  readonly decided: Date;
  readonly effectiveOn: string;
  readonly reasons: string;
  /** What the CCG that it leaves says to it, when it is asked; it agrees unless told. */
  readonly objection?: string;
}

/** Everybody who is asked says something to it, then NHS England approves. */
export function* move(each: Move): Story {
  const { practice, from, to, asks, requested, answered, effectiveOn, reasons } = each;
  const people = { from: `officer@${from}`, to: `officer@${to}`, practice: `practice@${practice}` };
  yield {
    to: 'begin',
    at: requested,
    who: people[asks],
    type: 'MembershipRequested',
    workflow: 'membership-request',
    ccg: asks === 'to' ? to : from,
    data: { kind: 'move', practiceCodes: [practice], to, effectiveOn, reasons },
  };
  const organisations = { to, from, practice };
  for (const party of ['to', 'from', 'practice'] as const) {
    if (party === asks) continue;
    const objects = party === 'from' && each.objection !== undefined;
    const position = objects
      ? { position: 'objects', text: each.objection }
      : { position: 'agrees', text: 'It has worked that way for long.' };
    const data = { organisation: organisations[party], ...position };
    yield says(answered, people[party], 'ConsentRecorded', data);
  }
  const why = 'The boundary was corrected then. Ballots stay as they were counted.';
  yield says(each.decided, 'constitution@nhse', 'MembershipApproved', { reasons: why });
}
