import { Problem } from '../problems/problem.js';

/**
 * Whoever goes on after what is not there would miss what comes there: it is another log, or a mistake. `end`: the last that there is.
 */
export function beyondTheEnd(end: number | 'none', what: 'log' | 'history'): Problem {
  if (end === 'none')
    return new Problem('invalid', `The ${what} has nothing yet. Read it from its beginning.`, {
      fields: [{ field: 'after', message: `Leave after out: the ${what} has nothing yet` }],
    });
  return new Problem('invalid', `The ${what} ends at ${end}. Go on after that, or an earlier position.`, {
    fields: [{ field: 'after', message: `Enter after as ${end} or less: the ${what} ends there` }],
  });
}
