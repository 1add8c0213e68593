import { Problem } from '../problems/problem.js';

/** Whoever goes on after what is not there would miss what comes there: it is another log, or a mistake. */
export const beyondTheEnd = (end: number, what: 'log' | 'history'): Problem =>
  new Problem('invalid', `The ${what} ends at ${end}. Go on after that, or an earlier position.`, {
    fields: [{ field: 'after', message: `Enter after as ${end} or less: the ${what} ends there` }],
  });
