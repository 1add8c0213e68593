import type { Standards } from './model.js';

/** Service standards in working days where a round sets no others. Invented: what NHS England had set itself is not public. */
export const usualStandards: Standards = { interest: 10, assurance: 20, answer: 10, amendment: 20, membership: 20 };
