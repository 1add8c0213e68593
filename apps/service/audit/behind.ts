/** What is answered while the trail has not come far enough. */
import { Problem } from '../problems/problem.js';
import { Shown, type Answered } from '../pages/answered.js';
import { TrailBehind } from '../trail/audit-trail.js';

/** Seconds after which to ask again. */
const again = '5';

const percentOf = ({ position, reach }: TrailBehind): number =>
  reach === 0 ? 100 : Math.floor((100 * position) / reach);

/** A page, or one that says how far the trail has come. */
export async function orBehind<T extends Answered>(work: () => T | Promise<T>): Promise<T | Shown> {
  try {
    return await work();
  } catch (fault) {
    if (!(fault instanceof TrailBehind)) throw fault;
    const { position, reach, because } = fault;
    const title = because === undefined ? 'The history is being taken in' : 'The history cannot be searched now';
    return new Shown('audit/behind', { title, position, reach, percent: percentOf(fault), stuck: because }, 503);
  }
}

/** The same for programs. */
export async function orNotReady<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (fault) {
    if (!(fault instanceof TrailBehind)) throw fault;
    const { position, reach, because } = fault;
    const detail =
      because === undefined
        ? `The history is being taken in: ${position} of ${reach} events are (${percentOf(fault)}%). Ask again.`
        : `The history cannot be searched now: those who run the service can read in its log why. ${position} of ${reach} events are taken in.`;
    throw new Problem('not-ready', detail, {}, { 'retry-after': again });
  }
}
