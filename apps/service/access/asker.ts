import type { Grant } from '../../../libs/register/model.js';
import type { Particulars } from '../../../libs/workflow/index.js';

/** Who is asking: a person known by the identity provider, with what the register lets them do. */
export interface Asker {
  readonly id: string;
  readonly name: string;
  /** By the name under which the register knows it. */
  readonly issuer: string;
  readonly grants: readonly Grant[];
}

/** Roles that see every case: NHS England's national ones, and auditors. */
const national = ['constitution-reviewer', 'national-committee', 'auditor', 'registrar'];

export const seesEverything = ({ grants }: Asker): boolean => grants.some(({ role }) => national.includes(role));

export const holds = ({ grants }: Asker, ...roles: readonly string[]): boolean =>
  grants.some(({ role }) => roles.includes(role));

/** How much of a case somebody sees: all, only its mandate (practices), or nothing, not even that it exists. */
export type Sight = 'all' | 'mandate' | 'nothing';

export interface Concerned {
  /** Whether the practice is a member of that CCG today. */
  readonly isMember: (practice: string, ccg: string) => boolean;
  /** Whether the case concerns the organisation in another way: a practice on the roll of its ballot, the CCG a practice would move to. */
  readonly concerns: (organisation: string) => boolean;
  /** Whether the case takes a mandate; of one that does not, a practice it concerns sees all, and others nothing. */
  readonly hasMandate: boolean;
}

export function sightOf(
  asking: Asker,
  { ccg, region }: Pick<Particulars, 'ccg' | 'region'>,
  { isMember, concerns, hasMandate }: Concerned,
): Sight {
  if (seesEverything(asking)) return 'all';
  const sights = asking.grants.map(({ role, organisation }): Sight => {
    switch (role) {
      case 'ccg-officer':
        return organisation === ccg || concerns(organisation) ? 'all' : 'nothing';
      case 'result-verifier':
        return organisation === ccg ? 'all' : 'nothing';
      case 'regional-assessor':
        return organisation === region ? 'all' : 'nothing';
      case 'practice-representative':
        if (!hasMandate) return concerns(organisation) ? 'all' : 'nothing';
        return isMember(organisation, ccg) || concerns(organisation) ? 'mandate' : 'nothing';
      default:
        return 'nothing';
    }
  });
  return sights.includes('all') ? 'all' : sights.includes('mandate') ? 'mandate' : 'nothing';
}

/** What a practice sees of a case: its members' engagement and ballots. */
export const mandateEvents: ReadonlySet<string> = new Set([
  'EngagementRecorded',
  'BallotOpened',
  'VoteCast',
  'BallotClosed',
  'ResultVerified',
  'AgreementOfMembersRecorded',
]);
