import { Problem } from './problem.js';

const noRoom = ['ENOSPC', 'EDQUOT', 'EROFS'];

/** A disk that takes no more, as the answer that says so; any other fault as it is. */
export function noRoomOr(fault: unknown, what: string): unknown {
  if (!(fault instanceof Error && 'code' in fault && noRoom.includes(String(fault.code)))) return fault;
  const detail = `${what} could not be kept, and nothing was recorded. Try again in a little while.`;
  return new Problem('log-unavailable', detail, {}, { 'retry-after': '60' });
}
