/** What was recorded in the register, in words. */
import type { RegisterFact } from '../../../libs/register/facts.js';
import { inWords } from '../../../libs/workflow/state.js';
import { countingInWords } from '../../../workflows/stages/constitution/counting-words.js';
import { dayInWords } from '../../../libs/workflow/london.js';
import type { View } from '../pages/answered.js';
import { roleTitle } from '../pages/words.js';
import { atRegister } from './ccgs-view.js';
import type { RegisterRecorded } from './recorded-answer.js';

interface Told {
  readonly title: string;
  /** A clause. */
  readonly what: string;
  /** What happens next, where something must. */
  readonly next?: string;
  readonly link: { readonly text: string; readonly href: string };
}

export function recordedView({ event, cases }: RegisterRecorded, nameOf: (code: string) => string): View {
  const fact = { type: event.type, data: event.data } as unknown as RegisterFact; // as it was recorded
  const { title, what, next, link } = toldOf(fact, nameOf);
  return {
    title,
    about: `entry ${event.revision} of the register`,
    breadcrumbs: [atRegister],
    revision: event.revision,
    at: event.at,
    by: event.actor.name,
    what,
    next,
    falls: cases,
    links: [link, { text: 'Back to the register', href: '/register' }].filter(
      ({ href }, at) => at === 0 || href !== link.href,
    ),
  };
}

const peoplePage = { text: 'People and roles', href: '/register/people' } as const;
const committeesPage = { text: 'Committees', href: '/register/committees' } as const;
const interestsPage = { text: 'Register of interests', href: '/register/interests' } as const;
const secondNext = 'It is so once another registrar confirms it: they find it on their page of the register.';

function measuresTold(
  { type, data: { ccg, direction } }: RegisterFact<'SpecialMeasuresImposed'> | RegisterFact<'SpecialMeasuresLifted'>,
  nameOf: (code: string) => string,
): Told {
  const isPlaced = type === 'SpecialMeasuresImposed';
  return {
    title: isPlaced ? 'Special measures placed' : 'Special measures lifted',
    what: `${nameOf(ccg)} (${ccg}) is ${isPlaced ? 'in' : 'no longer in'} special measures, by: ${direction}`,
    link: { text: nameOf(ccg), href: `/register/ccgs/${ccg}` },
  };
}

function toldOf(fact: RegisterFact, nameOf: (code: string) => string): Told {
  switch (fact.type) {
    case 'SpecialMeasuresImposed':
    case 'SpecialMeasuresLifted':
      return measuresTold(fact, nameOf);
    case 'CcgClosed':
    case 'CcgClosureTakenBack':
    case 'CcgDetailsChanged':
      return ccgTold(fact, nameOf);
    case 'ConstitutionAmended':
      return constitutionTold(fact, nameOf);
    case 'BankHolidaysAnnounced': {
      const { days, reachesTo } = fact.data;
      const reach = reachesTo === undefined ? '' : `, known to ${dayInWords(reachesTo)} now`;
      return {
        title: 'Bank holidays announced',
        what: `${days.length === 1 ? 'one new bank holiday' : `${days.length} new bank holidays`}${reach}`,
        link: { text: 'Bank holidays', href: '/register/bank-holidays' },
      };
    }
    case 'RoundAnnounced':
      return { title: 'Round announced', what: fact.data.name, link: { text: 'Rounds', href: '/rounds' } };
    case 'InterestRegistered':
      return {
        title: 'Interest declared',
        what: `an interest in ${nameOf(fact.data.organisation)}`,
        next: 'You are barred from its cases until you record that the interest ended.',
        link: interestsPage,
      };
    case 'InterestExpired':
      return {
        title: 'End of an interest recorded',
        what: `held until ${dayInWords(fact.data.on)}`,
        link: interestsPage,
      };
    default:
      return settledTold(fact, nameOf);
  }
}

function constitutionTold(
  { data: { ccg, constitution } }: RegisterFact<'ConstitutionAmended'>,
  nameOf: (code: string) => string,
): Told {
  const { carried } = countingInWords(constitution.counting);
  const { version, from } = constitution;
  return {
    title: 'Constitution recorded',
    what: `version ${version} of the constitution of ${nameOf(ccg)} (${ccg}), in force from ${dayInWords(from)}`,
    next: `Votes count so from now on: ${carried.charAt(0).toLowerCase()}${carried.slice(1)}`,
    link: { text: nameOf(ccg), href: `/register/ccgs/${ccg}` },
  };
}

type CcgFact = RegisterFact<'CcgClosed' | 'CcgClosureTakenBack' | 'CcgDetailsChanged'>;

function ccgTold(fact: CcgFact, nameOf: (code: string) => string): Told {
  const { code } = fact.data;
  const ccg = `${nameOf(code)} (${code})`;
  const link = { text: nameOf(code), href: `/register/ccgs/${code}` };
  switch (fact.type) {
    case 'CcgClosed': {
      const { successor, on } = fact.data;
      const how = successor === undefined ? 'closes' : `merges into ${nameOf(successor)}`;
      return { title: 'End of the CCG recorded', what: `${ccg} ${how}; its last day is ${dayInWords(on)}`, link };
    }
    case 'CcgClosureTakenBack':
      return { title: 'Closing taken back', what: `${ccg} goes on`, link };
    case 'CcgDetailsChanged': {
      const { name, region } = fact.data;
      const changed = [
        ...(name === undefined ? [] : [`is called ${name}`]),
        ...(region === undefined ? [] : [`belongs to ${nameOf(region)}`]),
      ];
      return { title: 'Change of the CCG recorded', what: `${code} ${changed.join(' and ')}`, link };
    }
  }
}

function settledTold(fact: RegisterFact, nameOf: (code: string) => string): Told {
  switch (fact.type) {
    case 'RoleGranted':
    case 'RoleWithdrawn': {
      const { role, organisation, subject } = fact.data;
      const isGranted = fact.type === 'RoleGranted';
      return {
        title: isGranted ? 'Role granted' : 'Role withdrawn',
        what: `${roleTitle(role)} for ${nameOf(organisation)}, ${isGranted ? 'to' : 'from'} ${isGranted ? fact.data.name : subject}`,
        link: peoplePage,
      };
    }
    case 'RoleProposed': {
      const { action, role, organisation, name } = fact.data;
      return {
        title: 'Change of a role proposed',
        what: `${action} ${roleTitle(role)} for ${nameOf(organisation)}, ${action === 'grant' ? 'to' : 'from'} ${name}`,
        next: secondNext,
        link: peoplePage,
      };
    }
    case 'RoleConfirmed': {
      const { action, role, organisation, name } = fact.data;
      return {
        title: 'Proposal confirmed',
        what: `${roleTitle(role)} for ${nameOf(organisation)} is ${action === 'grant' ? 'granted to' : 'withdrawn from'} ${name}`,
        link: peoplePage,
      };
    }
    case 'RoleDeclined':
      return { title: 'Proposal declined', what: 'nothing changes', link: peoplePage };
    default:
      return committeeTold(fact);
  }
}

function committeeTold(fact: RegisterFact): Told {
  switch (fact.type) {
    case 'CommitteeConstituted':
      return {
        title: 'Committee constituted',
        what: `${fact.data.name}, from ${dayInWords(fact.data.from)}`,
        link: committeesPage,
      };
    case 'CommitteeProposed':
      return { title: 'Committee proposed', what: fact.data.committee.name, next: secondNext, link: committeesPage };
    case 'CommitteeConfirmed':
      return {
        title: 'Proposal confirmed',
        what: `${fact.data.committee.name} is so constituted`,
        link: committeesPage,
      };
    case 'CommitteeDeclined':
      return { title: 'Proposal declined', what: 'nothing changes', link: committeesPage };
    default:
      return { title: 'Entry of the register', what: inWords(fact.type).trim(), link: atRegister };
  }
}
