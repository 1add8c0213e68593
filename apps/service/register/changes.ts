/** What can be told to the register on pages: who may, what is asked, and what comes of it. */
import type { Committee, Constitution, Role } from '../../../libs/register/model.js';
import { isBefore } from '../../../libs/workflow/instant.js';
import type { FieldError } from '../../../libs/workflow/index.js';
import type { Shape } from '../../../libs/workflow/shapes.js';
import { dayInWords } from '../../../libs/workflow/london.js';
import { holds, type Asker } from '../access/asker.js';
import type { Crumb } from '../pages/answered.js';
import { roleTitle } from '../pages/words.js';
import type { RegisterAnswer } from './answer.js';
import { countingInWords } from '../../../workflows/stages/constitution/counting-words.js';
import { constitutedBy, EnteredCommittee, enteredOf, faultsInQuorum } from './entered-committee.js';
import { AnnouncedHolidays } from './holidays.js';
import type { RegisterLists } from './lists-answer.js';
import { quorumCalled } from './committees-view.js';
import { declaring, type Registrar, type Teller, type Telling } from './registrar.js';
import { CcgDetails, Closure, ConstitutionInForce, Declaration, Expiry, Measures, RoleChange } from './requests.js';
import { AnnouncedRound, Deadlines, Settlement } from './rounds.js';

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
  /** Undefined where there is nobody, or nothing, of this name for the person. */
  readonly asking: (of: string | undefined, asker: Asker) => Asking | undefined;
  /** Of data that was held against the shape. @throws Problem */
  readonly telling: (of: string, said: never, teller: Teller) => Telling;
  /** What is wrong with data in which each field by itself is well. */
  readonly faultsIn?: (said: never) => readonly FieldError[];
  /** The same data, without what says nothing beside the rest. */
  readonly settled?: (said: never) => object;
  /** What it comes to, in whole sentences. */
  readonly reads?: (said: never) => readonly string[];
}

class Nothing {}

interface Parts {
  readonly registrar: Registrar;
  readonly lists: RegisterLists;
  readonly answer: RegisterAnswer;
}

export type Changes = ReadonlyMap<string, Change>;

const registrarOnly = ['registrar'] as const;

function ccgOf(lists: RegisterLists, code: string | undefined) {
  const found = code === undefined ? undefined : lists.ccg(code);
  if (found === undefined) return undefined;
  const { name, code: its } = found.ccg;
  return { ...found, about: `${name} (${its})`, back: { text: name, href: `/register/ccgs/${its}` } };
}

const measures = ({ registrar, lists }: Parts): Change => ({
  by: registrarOnly,
  shape: Measures,
  button: 'Record special measures',
  asking: (code) => {
    const found = ccgOf(lists, code);
    if (found === undefined) return undefined;
    const present = lists.measuresOf(found.ccg.code).find(({ until }) => until === undefined);
    return {
      ...found,
      title: present ? 'Lift special measures' : 'Put in special measures',
      lead: present
        ? [`${found.about} has been in special measures since ${dayInWords(present.since)}, by: ${present.direction}`]
        : [`It falls on every open case of ${found.about} at once, from today (R-41).`],
      given: { action: present ? 'lift' : 'impose' },
    };
  },
  telling: (code, said: Measures) => registrar.measures(code, said),
});

const closure = ({ registrar, lists }: Parts): Change => ({
  by: registrarOnly,
  shape: Closure,
  button: 'Record that the CCG ends',
  asking: (code) => {
    const found = ccgOf(lists, code);
    if (found === undefined || found.standing === 'closed') return undefined;
    const { closed, closedBy, successor } = found.ccg;
    return {
      ...found,
      title: closed === undefined ? 'Record a closing or merger' : 'Change a closing or merger',
      lead: ['Its applications and what it holds end with its last day; a successor holds its own (R-66).'],
      ...(closed !== undefined && { given: { kind: closedBy, on: closed, successor } }),
    };
  },
  telling: (code, said: Closure) => registrar.closure(code, said),
});

const staysOpen = ({ registrar, lists }: Parts): Change => ({
  by: registrarOnly,
  shape: Nothing,
  button: 'Take the closing back',
  asking: (code) => {
    const found = ccgOf(lists, code);
    if (found?.standing !== 'to close') return undefined;
    return {
      ...found,
      title: 'Take a closing back',
      lead: [
        `${found.about} is to close after ${dayInWords(found.ccg.closed ?? lists.today())}. Once it is taken back, the CCG goes on; that it was told stays in the history.`,
      ],
    };
  },
  telling: (code) => registrar.staysOpen(code),
});

const details = ({ registrar, lists }: Parts): Change => ({
  by: registrarOnly,
  shape: CcgDetails,
  button: 'Record the change',
  asking: (code) => {
    const found = ccgOf(lists, code);
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
  telling: (code, said: CcgDetails) => registrar.details(code, said),
});

type ConstitutionTerms = Omit<Constitution, 'version' | 'from'>;

/** What a constitution says that a case turns on, in whole sentences. */
const constitutionReads = ({
  counting,
  ballotRequired,
  providesForCommittee,
}: ConstitutionTerms): readonly string[] => {
  const { carried, more } = countingInWords(counting);
  return [
    carried,
    ...more,
    ballotRequired ? 'Members are balloted on every amendment.' : 'Members are balloted on material amendments only.',
    providesForCommittee
      ? 'It provides for a primary care commissioning committee.'
      : 'It does not provide for a primary care commissioning committee.',
  ];
};

const constitution = ({ registrar, lists }: Parts): Change => ({
  by: registrarOnly,
  shape: ConstitutionInForce,
  button: 'Record the constitution',
  asking: (code) => {
    const found = ccgOf(lists, code);
    if (found === undefined || found.standing === 'closed') return undefined;
    const { version, from, ...terms } = found.ccg.constitution;
    return {
      ...found,
      title: 'Record a constitution',
      lead: [
        `Version ${version} has been in force since ${dayInWords(from)}. An amendment that NHS England approves on a case is recorded by itself (R-21); record here what was decided elsewhere, or what an import could not know.`,
        'Open cases go on under it from the moment it is recorded. A ballot that has opened keeps the rule it opened under (R-14).',
      ],
      given: { ...terms, version: version + 1, from: lists.today() },
    };
  },
  telling: (code, said: ConstitutionInForce) => registrar.constitution(code, said),
  reads: constitutionReads,
});

const holidays = ({ registrar }: Parts): Change => ({
  by: registrarOnly,
  shape: AnnouncedHolidays,
  button: 'Announce bank holidays',
  asking: (of) =>
    of === undefined
      ? { title: 'Announce bank holidays', back: { text: 'Bank holidays', href: '/register/bank-holidays' } }
      : undefined,
  telling: (_, said: AnnouncedHolidays) => registrar.holidays(said),
});

const toRounds = { text: 'Rounds', href: '/rounds' } as const;

/** Until it opens. */
const round = ({ registrar, answer, lists }: Parts): Change => ({
  by: registrarOnly,
  shape: AnnouncedRound,
  button: 'Announce the round',
  asking: (id) => {
    if (id === undefined) return { title: 'Announce a round', back: toRounds };
    const found = answer.rounds().find((each) => each.id === id && isBefore(lists.now(), each.opens));
    if (found === undefined) return undefined;
    const lead = ['Until it opens all its terms can change; afterwards only its deadlines (R-06).'];
    return { title: 'Change a round', about: found.name, lead, given: { ...found }, back: toRounds };
  },
  telling: (_, said: AnnouncedRound) => registrar.round(said),
});

const deadlines = ({ registrar, answer }: Parts): Change => ({
  by: registrarOnly,
  shape: Deadlines,
  button: 'Announce the deadlines',
  asking: (id) => {
    const found = answer.rounds().find((each) => each.id === id);
    if (found === undefined) return undefined;
    const lead = [
      'A deadline that is put back holds for the open cases that have not missed it. One that is brought forward holds for those who begin after (R-06).',
    ];
    return { title: 'Put back a deadline', about: found.name, lead, given: { ...found }, back: toRounds };
  },
  telling: (id, said: Deadlines) => registrar.deadlines(id, said),
});

const toPeople = { text: 'People and roles', href: '/register/people' } as const;

const role = ({ registrar }: Parts): Change => ({
  by: registrarOnly,
  shape: RoleChange,
  button: 'Record the role',
  asking: (of) =>
    of === undefined
      ? {
          title: 'Grant or withdraw a role',
          lead: [
            'What is withdrawn is gone with the person’s next request. Roles that see or decide the cases of all are only proposed: another registrar confirms them.',
          ],
          back: toPeople,
        }
      : undefined,
  telling: (_, said: RoleChange, teller) => registrar.role(said, teller),
});

const roleProposal = ({ registrar, lists, answer }: Parts): Change => ({
  by: registrarOnly,
  shape: Settlement,
  button: 'Record the decision',
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
      back: toPeople,
    };
  },
  telling: (id, said: Settlement, { asking }) => registrar.settledRole(id, said, asking),
});

/** The rule of its quorum was looked at when its fields were. */
const asConstituted = (said: EnteredCommittee): Committee => constitutedBy(said) as unknown as Committee;

const toCommittees = { text: 'Committees', href: '/register/committees' } as const;

const committee = ({ registrar, lists }: Parts): Change => ({
  by: registrarOnly,
  shape: EnteredCommittee,
  button: 'Constitute the committee',
  asking: (id) => {
    const lead = [
      'A national committee is only proposed: another registrar confirms it. Nobody constitutes a committee of which they are a member.',
    ];
    if (id === undefined) return { title: 'Constitute a committee', lead, back: toCommittees };
    const found = lists.committee(id);
    if (found === undefined) return undefined;
    const { committee } = found;
    return {
      title: 'Constitute a committee anew',
      about: `${committee.name}, ${found.organisationName} (${committee.id})`,
      lead: [...lead, `Its quorum is ${quorumCalled(committee)}.`],
      given: { ...enteredOf(committee), from: lists.today() },
      back: { text: committee.name, href: `/register/committees/${id}` },
    };
  },
  telling: (_, said: EnteredCommittee, teller) => registrar.committee(constitutedBy(said), teller),
  faultsIn: faultsInQuorum,
  settled: (said: EnteredCommittee) => enteredOf(asConstituted(said)),
  reads: (said: EnteredCommittee) => [`The quorum is ${quorumCalled(asConstituted(said))}.`],
});

const committeeProposal = ({ registrar, answer }: Parts): Change => ({
  by: registrarOnly,
  shape: Settlement,
  button: 'Record the decision',
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
      back: toCommittees,
    };
  },
  telling: (id, said: Settlement, { asking }) => registrar.settledCommittee(id, said, asking),
});

const toInterests = { text: 'Register of interests', href: '/register/interests' } as const;

const interest = ({ registrar }: Parts): Change => ({
  by: declaring,
  shape: Declaration,
  button: 'Declare the interest',
  asking: (of) =>
    of === undefined
      ? {
          title: 'Declare an interest',
          lead: [
            'It bars you from the open cases of that CCG, or of the practice’s, and from later ones. What you declare is public.',
          ],
          back: toInterests,
        }
      : undefined,
  telling: (_, said: Declaration, teller) => registrar.interest(said, teller),
});

const interestEnded = ({ registrar, lists, answer }: Parts): Change => ({
  by: ['registrar', ...declaring],
  shape: Expiry,
  button: 'Record that it ended',
  asking: (id, asker) => {
    const found = answer.interest(id);
    if (found === undefined || found.expiredOn !== undefined || !mayEnd(found, asker)) return undefined;
    return {
      title: 'Record that an interest ended',
      about: found.name,
      lead: [`${found.name}, ${lists.nameOf(found.organisation)}: ${found.text}`],
      back: toInterests,
    };
  },
  telling: (id, said: Expiry, { asking }) => registrar.interestEnded(id, said, asking),
});

/** By the name in their address: `/register/change/{name}/{of}`. */
export const changesOf = (parts: Parts): Changes =>
  new Map([
    ['measures', measures(parts)],
    ['closure', closure(parts)],
    ['stays-open', staysOpen(parts)],
    ['details', details(parts)],
    ['constitution', constitution(parts)],
    ['holidays', holidays(parts)],
    ['round', round(parts)],
    ['deadlines', deadlines(parts)],
    ['role', role(parts)],
    ['role-proposal', roleProposal(parts)],
    ['committee', committee(parts)],
    ['committee-proposal', committeeProposal(parts)],
    ['interest', interest(parts)],
    ['interest-ended', interestEnded(parts)],
  ]);

/** Whoever declared it, or the registrar. */
export const mayEnd = ({ person }: { readonly person: string }, asker: Asker): boolean =>
  holds(asker, 'registrar') || (person === asker.id && holds(asker, ...declaring));
