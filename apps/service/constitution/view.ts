/** The versions of a constitution as pages show them. */
import type { ConstitutionShown, Version } from './shapes.js';

export const statusTags = {
  pending: { text: 'Waiting for a decision', colour: 'blue' },
  approved: { text: 'Approved', colour: 'green' },
  returned: { text: 'Returned', colour: 'orange' },
  refused: { text: 'Refused', colour: 'grey' },
  replaced: { text: 'Replaced', colour: 'grey' },
} as const satisfies Record<Version['status'], { readonly text: string; readonly colour: string }>;

/** In one sentence what is to be seen. */
export function summaryOf({ versions, notRequired }: ConstitutionShown): string {
  if (notRequired) return 'The CCG recorded that no amendment is required.';
  if (versions.length === 0)
    return 'No amendment has been proposed. Each version appears here as the CCG proposes it, with what NHS England decides.';
  const pending = versions.filter(({ status }) => status === 'pending').length;
  if (versions.length === 1)
    return pending === 1
      ? 'One version has been proposed, and waits for a decision by NHS England.'
      : 'One version has been proposed, and is decided.';
  const waiting =
    pending === 0 ? 'all are decided' : `${pending} ${pending === 1 ? 'waits' : 'wait'} for a decision by NHS England`;
  return `${versions.length} versions have been proposed, and ${waiting}.`;
}

/** The ways to decide on a version, for who may decide. */
export function decisionsOn({ status, version }: Version, { about, moves }: ConstitutionShown) {
  if (status !== 'pending') return [];
  return moves
    .filter(({ type }) => ['AmendmentApproved', 'AmendmentReturned', 'AmendmentRefused'].includes(type))
    .map(({ type, label }) => ({
      text: label.replace('the amendment', `version ${version}`),
      href: `/cases/${about.id}/do/${type}?version=${version}`,
    }));
}
