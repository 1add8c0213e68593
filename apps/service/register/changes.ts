/** What can be told to the register on pages: who may, what is asked, and what comes of it. */
import type { Role } from '../../../libs/register/model.js';
import type { Shape } from '../../../libs/workflow/shapes.js';
import { dayInWords } from '../../../libs/workflow/london.js';
import type { Asker } from '../access/asker.js';
import { holds } from '../access/asker.js';
import type { Crumb } from '../pages/answered.js';
import { roleTitle } from '../pages/words.js';
import type { RegisterAnswer } from './answer.js';
import { constitutedBy, enteredOf } from './entered-committee.js';
import { AnnouncedHolidays } from './holidays.js';
import type { RegisterLists } from './lists-answer.js';
import { quorumCalled } from './people-view.js';
import { declaring, type Registrar, type Teller, type Telling } from './registrar.js';
import { CcgDetails, Closure, Declaration, EnteredCommittee, Expiry, Measures, RoleChange } from './requests.js';
import { AnnouncedRound, Settlement } from './rounds.js';

/** What the pages of a change say, of whom it is about. */
export interface Asking {
  readonly title: string;
  /** Whom it is about, for the browser's title. */
  readonly about?: string;
  readonly lead?: readonly string[];
  /** What is known before anything is entered. */
  readonly given?: Readonly<Record<string, unknown>>;
  /** Where one came from, and goes back to. */
  readonly back: Crumb;
}

export interface Change {
  readonly by: readonly [Role, ...Role[]];
  readonly shape: Shape;
  /** The words of the button that records it. */
  readonly button: string;
  /** Said on top once it is recorded. */
  readonly done: string;
  /** Undefined where there is nobody, or nothing, of this name for the person. */
  readonly asking: (of: string, asker: Asker) => Asking | undefined;
  /** @throws Problem */
  readonly telling: (of: string, said: never, teller: Teller) => Telling;
}

class Nothing {}

interface Parts {
  readonly registrar: Registrar;
  readonly lists: RegisterLists;
  readonly answer: RegisterAnswer;
}

export type Changes = ReadonlyMap<string, Change>;

export const changesOf = (parts: Parts): Changes =>
  new Map<string, Change>(
    Object.entries({
      ...ofCcgs(parts),
      ...ofTime(parts),
      ...ofRoles(parts),
      ...ofCommittees(parts),
      ...ofInterests(parts),
    }),
  );

const registrarOnly = ['registrar'] as const;

/** A change with the data its class promises. */
const change = <Said>(
  of: Omit<Change, 'telling'> & { telling: (of: string, said: Said, teller: Teller) => Telling },
): Change => of as unknown as Change; // what is handed in was held against the shape beside it

function ofCcgs({ registrar, lists }: Parts): Readonly<Record<string, Change>> {
  const ccg = (code: string) => {
    const found = lists.ccg(code);
    const back = { text: found?.ccg.name ?? code, href: `/register/ccgs/${code}` };
    return found && { ...found, about: found.ccg.name, back };
  };
  return {
    measures: change<Measures>({
      by: registrarOnly,
      shape: Measures,
      button: 'Record special measures',
      done: 'Special measures recorded',
      asking: (code) => {
        const found = ccg(code);
        if (found === undefined) return undefined;
        const present = lists.measuresOf(code).find(({ until }) => until === undefined);
        return {
          ...found,
          title: present ? 'Lift special measures' : 'Put in special measures',
          lead: present
            ? [
                `${found.about} has been in special measures since ${dayInWords(present.since)}, by: ${present.direction}`,
              ]
            : [`It falls on every open case of ${found.about} at once, from today (R-41).`],
          given: { action: present ? 'lift' : 'impose' },
        };
      },
      telling: (code, said) => registrar.measures(code, said),
    }),
    closure: change<Closure>({
      by: registrarOnly,
      shape: Closure,
      button: 'Record that the CCG ends',
      done: 'The end of the CCG is recorded',
      asking: (code) => {
        const found = ccg(code);
        if (found === undefined || found.standing === 'closed') return undefined;
        const { closed, closedBy, successor } = found.ccg;
        return {
          ...found,
          title: closed === undefined ? 'Record a closing or merger' : 'Change a closing or merger',
          lead: ['Its applications and what it holds end with its last day; a successor holds its own (R-66).'],
          ...(closed !== undefined && { given: { kind: closedBy, on: closed, successor } }),
        };
      },
      telling: (code, said) => registrar.closure(code, said),
    }),
    'stays-open': change<Nothing>({
      by: registrarOnly,
      shape: Nothing,
      button: 'Take the closing back',
      done: 'The closing is taken back',
      asking: (code) => {
        const found = ccg(code);
        if (found?.standing !== 'to close') return undefined;
        return {
          ...found,
          title: 'Take a closing back',
          lead: [
            `${found.about} is to close after ${dayInWords(found.ccg.closed ?? '')}. Once it is taken back, the CCG goes on; that it was told stays in the history.`,
          ],
        };
      },
      telling: (code) => registrar.staysOpen(code),
    }),
    details: change<CcgDetails>({
      by: registrarOnly,
      shape: CcgDetails,
      button: 'Record the change',
      done: 'The change of the CCG is recorded',
      asking: (code) => {
        const found = ccg(code);
        if (found === undefined) return undefined;
        const { name, region } = found.ccg;
        return {
          ...found,
          title: 'Change name or region',
          lead: [
            'Open cases go on under the new name. In a new region other assessors see them, and claims of the old region’s end.',
          ],
          given: { name, region },
        };
      },
      telling: (code, said) => registrar.details(code, said),
    }),
  };
}

/** Rounds, and the days on which deadlines are counted. */
function ofTime({ registrar, answer }: Parts): Readonly<Record<string, Change>> {
  return {
    holidays: change<AnnouncedHolidays>({
      by: registrarOnly,
      shape: AnnouncedHolidays,
      button: 'Announce bank holidays',
      done: 'Bank holidays announced',
      asking: (of) =>
        of === ''
          ? { title: 'Announce bank holidays', back: { text: 'Bank holidays', href: '/register/bank-holidays' } }
          : undefined,
      telling: (_, said) => registrar.holidays(said),
    }),
    round: change<AnnouncedRound>({
      by: registrarOnly,
      shape: AnnouncedRound,
      button: 'Announce the round',
      done: 'The round is announced',
      asking: (id) => {
        const back = { text: 'Rounds', href: '/rounds' };
        if (id === '') return { title: 'Announce a round', back };
        const round = answer.rounds().find((each) => each.id === id);
        if (round === undefined) return undefined;
        return {
          title: 'Put back a deadline, or change a round',
          about: round.name,
          lead: [
            'Until a round opens all its terms can change; afterwards only its deadlines. One that is put back holds for the open cases that have not missed it (R-06).',
          ],
          given: { ...round },
          back,
        };
      },
      telling: (_, said) => registrar.round(said),
    }),
  };
}

function ofRoles({ registrar, lists, answer }: Parts): Readonly<Record<string, Change>> {
  const back = { text: 'People and roles', href: '/register/people' };
  return {
    role: change<RoleChange>({
      by: registrarOnly,
      shape: RoleChange,
      button: 'Record the role',
      done: 'The change of the role is recorded',
      asking: (of) =>
        of === ''
          ? {
              title: 'Grant or withdraw a role',
              lead: [
                'What is withdrawn is gone with the person’s next request. Roles that see or decide the cases of all are only proposed: another registrar confirms them.',
              ],
              back,
            }
          : undefined,
      telling: (_, said, teller) => registrar.role(said, teller),
    }),
    'role-proposal': change<Settlement>({
      by: registrarOnly,
      shape: Settlement,
      button: 'Record the decision',
      done: 'The proposal is settled',
      asking: (id, asker) => {
        const { proposals } = answer.people({}, asker);
        const found = proposals.find((each) => each.id === id);
        if (found === undefined) return undefined;
        const { name, subject, action, role, organisation, proposedBy } = found;
        return {
          title: 'Confirm or decline a proposal',
          about: name,
          lead: [
            `${answer.nameOf(proposedBy)} proposes: ${action === 'grant' ? 'grant' : 'withdraw'} the role “${roleTitle(role)}” for ${lists.nameOf(organisation)}, ${action === 'grant' ? 'to' : 'from'} ${name} (${subject}).`,
          ],
          back,
        };
      },
      telling: (id, said, { asking }) => registrar.settledRole(id, said, asking),
    }),
  };
}

function ofCommittees({ registrar, lists, answer }: Parts): Readonly<Record<string, Change>> {
  const back = { text: 'Committees', href: '/register/committees' };
  return {
    committee: change<EnteredCommittee>({
      by: registrarOnly,
      shape: EnteredCommittee,
      button: 'Constitute the committee',
      done: 'The constitution of the committee is recorded',
      asking: (id) => {
        const lead = [
          'A national committee is only proposed: another registrar confirms it. Nobody constitutes a committee of which they are a member.',
        ];
        if (id === '') return { title: 'Constitute a committee', lead, back };
        const found = lists.committee(id);
        if (found === undefined) return undefined;
        const { committee } = found;
        return {
          title: 'Constitute a committee anew',
          about: committee.name,
          lead: [...lead, `Its quorum is ${quorumCalled(committee)}.`],
          given: { ...enteredOf(committee), from: lists.today() },
          back: { text: committee.name, href: `/register/committees/${id}` },
        };
      },
      telling: (_, said, teller) => registrar.committee(constitutedBy(said), teller),
    }),
    'committee-proposal': change<Settlement>({
      by: registrarOnly,
      shape: Settlement,
      button: 'Record the decision',
      done: 'The proposal is settled',
      asking: (id) => {
        const found = answer.committeesProposed().find((each) => each.id === id);
        if (found === undefined) return undefined;
        const { committee, proposedBy } = found;
        return {
          title: 'Confirm or decline a committee',
          about: committee.name,
          lead: [
            `${answer.nameOf(proposedBy)} proposes to constitute ${committee.name} from ${dayInWords(committee.from)}.`,
            `Quorum: ${quorumCalled(committee)}.`,
            `Members: ${committee.members.map((member) => `${member.name}${member.voting ? '' : ' (no vote)'}`).join(', ')}.`,
          ],
          back,
        };
      },
      telling: (id, said, { asking }) => registrar.settledCommittee(id, said, asking),
    }),
  };
}

function ofInterests({ registrar, answer, lists }: Parts): Readonly<Record<string, Change>> {
  const back = { text: 'Register of interests', href: '/register/interests' };
  return {
    interest: change<Declaration>({
      by: declaring,
      shape: Declaration,
      button: 'Declare the interest',
      done: 'Your interest is declared',
      asking: (of) =>
        of === ''
          ? {
              title: 'Declare an interest',
              lead: [
                'It bars you from the open cases of that CCG, or of the practice’s, and from later ones. What you declare is public.',
              ],
              back,
            }
          : undefined,
      telling: (_, said, teller) => registrar.interest(said, teller),
    }),
    'interest-ended': change<Expiry>({
      by: ['registrar', ...declaring],
      shape: Expiry,
      button: 'Record that it ended',
      done: 'The end of the interest is recorded',
      asking: (id, asker) => {
        const found = answer.interest(id);
        if (found === undefined || found.expiredOn !== undefined || !mayEnd(found, asker)) return undefined;
        return {
          title: 'Record that an interest ended',
          about: found.name,
          lead: [`${found.name}, ${lists.nameOf(found.organisation)}: ${found.text}`],
          back,
        };
      },
      telling: (id, said, { asking }) => registrar.interestEnded(id, said, asking),
    }),
  };
}

/** Whoever declared it, or the registrar. */
export const mayEnd = ({ person }: { readonly person: string }, asker: Asker): boolean =>
  holds(asker, 'registrar') || (person === asker.id && holds(asker, ...declaring));
