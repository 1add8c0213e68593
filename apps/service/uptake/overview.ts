/** The pages of the overview, and who is led to which. */
import { holds, seesEverything, type Asker } from '../access/asker.js';

export const crumb = { text: 'National picture', href: '/uptake' } as const;

/** Whoever sees applications of many CCGs. */
const overseers = ['regional-assessor', 'constitution-reviewer', 'national-committee', 'auditor', 'registrar'] as const;

export const seesOneRegion = (asking: Asker): boolean => holds(asking, 'regional-assessor');

export const overviewFor = (asking: Asker) => ({
  more: [
    ...(holds(asking, ...overseers)
      ? [
          { text: 'A round step by step', href: '/uptake/rounds' },
          { text: 'Ballots', href: '/uptake/ballots' },
        ]
      : []),
    ...(seesEverything(asking)
      ? [
          { text: 'Time for each stage', href: '/uptake/stages' },
          { text: 'Queues', href: '/uptake/queues' },
        ]
      : []),
  ],
});
