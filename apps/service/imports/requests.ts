/** Who imports a file, and what is said with it: the API and its pages ask for the same. */
import type { Actor } from '../../../libs/event-log/index.js';
import { Day, past } from '../../../libs/forms/days.js';
import { OneOf, Optional } from '../../../libs/forms/decorators.js';
import type { OdsKind } from '../../../libs/register/ods/read.js';
import type { Asker } from '../access/asker.js';
import { Problem } from '../problems/problem.js';

export const files = {
  ccgs: 'CCGs',
  practices: 'Practices',
  'list-sizes': 'Patients registered by practice',
} as const satisfies Record<OdsKind, string>;

export class ImportQuery {
  @Optional('Told by the shape of the file when you do not say it.')
  @OneOf('what file of ODS it is', files)
  kind?: OdsKind;
  @Optional('Only for list sizes.')
  @Day('the day the list sizes were counted', past(10), { label: 'Date the list sizes were counted' })
  on?: string;
}

/** Differences that are told; the rest is counted. */
export const mostTold = 20;

/** The person as registrar. @throws Problem */
export function registrar({ id, name, grants }: Asker): Actor {
  const grant = grants.find(({ role }) => role === 'registrar');
  if (grant === undefined) throw new Problem('not-yours', 'Only registrars import files into the register.');
  return { id, name, role: grant.role, organisation: grant.organisation };
}
