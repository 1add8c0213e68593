/** What is told to the register, field by field: the API and its pages ask for the same. Rounds and bank holidays are beside this. */
import { ProposedCounting } from '../../../workflows/stages/constitution/events.js';
import { closures } from '../../../workflows/application/anywhere-events.js';
import { interestKinds, type InterestKind } from '../../../workflows/interest-kinds.js';
import { roles as titled } from '../../../workflows/application/roles.js';
import { CcgCode, CcgOrPracticeCode, NameOf, OrganisationCode, RegionCode } from '../../../libs/forms/codes.js';
import { AnyDay, Day, around, past } from '../../../libs/forms/days.js';
import { Count, Line, ListOf, One, OneOf, Optional, Text, YesNo } from '../../../libs/forms/decorators.js';
import { subjectShape } from '../../../libs/register/grants.js';
import { roles, type Purpose, type Role } from '../../../libs/register/model.js';
import { Verbatim } from '../requests/fields.js';
import { ConstitutedMember } from './rounds.js';

export class Measures {
  @OneOf('what is done', { impose: 'Put the CCG in special measures', lift: 'Lift special measures' })
  action: 'impose' | 'lift';
  @Line('the direction') direction: string;
}

export class Closure {
  @OneOf('what happened', closures) kind: 'merger' | 'closure';
  @Day('the last day the CCG is open', around(20, 2), {
    hint: 'You can tell of a day to come, and change it until it has passed.',
  })
  on: string;
  @Optional('Needed for a merger.') @CcgCode('the CCG that goes on') successor?: string;
}

/** What is known otherwise of a CCG; at least one of the two. */
export class CcgDetails {
  @Optional('Only if the CCG is called otherwise.') @Line('the name of the CCG') name?: string;
  @Optional('Only if the CCG belongs to another region.') @RegionCode('the region') region?: string;
}

/** A version of a constitution, as it is in force. */
export class ConstitutionInForce {
  @Count('the number of the version', 1, 10_000, { hint: 'It is higher than that of the version before.' })
  version: number;
  /** Open cases rest on it from the moment it is recorded. */
  @Day('the first day it is in force', past(100), { label: 'First day it is in force' }) from: string;
  @YesNo('Must members be balloted on every amendment?', 'members must be balloted on every amendment', {
    hint: 'Otherwise they are balloted on material amendments only.',
  })
  ballotRequired: boolean;
  @YesNo(
    'Does it provide for a primary care commissioning committee?',
    'it provides for a primary care commissioning committee',
    { hint: 'Where it does, delegated commissioning needs no amendment for it.' },
  )
  providesForCommittee: boolean;
  @One(() => ProposedCounting, 'how votes are counted') counting: ProposedCounting;
}

const roleWords = Object.fromEntries(roles.map((role) => [role, titled[role].title]));

export class RoleChange {
  @OneOf('what is done', { grant: 'Grant the role', withdraw: 'Withdraw the role' }) action: 'grant' | 'withdraw';
  @NameOf(
    'the subject',
    { is: subjectShape, width: 30, as: 'the identity provider spells it, in ASCII and without spaces around it' },
    { label: 'Person', hint: 'As the identity provider knows the person.' },
  )
  subject: string;
  @Optional('Needed for a person whom the register does not know yet.') @Line('the name of the person') name?: string;
  @OneOf('a role', roleWords) role: Role;
  @OrganisationCode('the organisation', {
    is: /^(nhse|\d{2}[A-Z]|[A-Z]\d{5}|Y\d{2}|[a-z0-9-]{1,50})$/,
    width: 50,
    as: 'the code of a CCG, a practice or a region, or nhse',
  })
  organisation: string;
}

export const purposeWords: Readonly<Record<Purpose, string>> = {
  'national-committee': 'The national committee: it grants delegated commissioning',
  'regional-panel': 'The panel of a region: it decides on joint commissioning',
  advisory: 'To advise: it decides on nothing',
};

export const DecidingFor = (what: string): PropertyDecorator =>
  OrganisationCode(what, { is: /^(nhse|Y\d{2})$/, width: 4, as: 'nhse or a region such as Y54' });

/** What a committee is, beside its quorum and its members. */
export class Constituted {
  @NameOf('the short name of the committee', {
    is: /^[a-z0-9-]{1,50}$/,
    width: 50,
    as: 'small letters, digits and hyphens',
  })
  id: string;
  @Line('the name of the committee') name: string;
  @DecidingFor('the organisation it decides for') organisation: string;
  @OneOf('what the committee is for', purposeWords) purpose: Purpose;
  @Day('the day it is so constituted from', around(10, 2), { label: 'Date from which it is so constituted' })
  from: string;
}

export class ConstitutedCommittee extends Constituted {
  @Verbatim('the quorum', 'a rule', {
    hint: 'For example `{"atLeast": 3, "of": {"offices": ["gp"], "voting": true}}`. Put rules together with `{"all": […]}` or `{"any": […]}`.',
  })
  quorum: Record<string, unknown>;
  @ListOf(() => ConstitutedMember, 'the members', { each: 'member', least: 1 }) members: ConstitutedMember[];
}

export class Declaration {
  @OneOf('the kind of interest', interestKinds) kind: InterestKind;
  @CcgOrPracticeCode('the organisation it lies in', { hint: 'The code of a CCG or a practice.' }) organisation: string;
  @Text('what the interest is', { longest: 1000 }) text: string;
  /** Not after the day it is declared, which the register says. */
  @AnyDay('the day it arose', { label: 'Date it arose', hint: 'The first day it was held.' }) aroseOn: string;
}

export class Expiry {
  @Day('the last day it was held', past()) on: string;
}
