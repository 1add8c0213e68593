/** What is told to the register, field by field: the API and its pages ask for the same. Rounds and bank holidays are beside this. */
import { closures } from '../../../workflows/application/anywhere-events.js';
import { interestKinds, type InterestKind } from '../../../workflows/interest-kinds.js';
import { roles as titled } from '../../../workflows/application/roles.js';
import { CcgCode, CcgOrPracticeCode, NameOf, Names, OrganisationCode, RegionCode } from '../../../libs/forms/codes.js';
import { AnyDay, Day, around, past } from '../../../libs/forms/days.js';
import { Count, Line, ListOf, OneOf, Optional, Text } from '../../../libs/forms/decorators.js';
import { subjectShape } from '../../../libs/register/grants.js';
import { roles, type Purpose, type Role } from '../../../libs/register/model.js';
import { Verbatim } from '../requests/fields.js';
import { ConstitutedMember, officesHint } from './rounds.js';

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

class Constituted {
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

const counted = {
  voting: 'Only members with a vote',
  any: 'Members with or without a vote',
  attending: 'Only members without a vote',
} as const;

/** One part of a quorum, as people enter it. */
export class EnteredPart {
  @Count('how many of them at least', 1, 50, { label: 'At least how many' }) atLeast: number;
  @Optional('Leave it empty if members of any office count.')
  @Names(
    'the offices',
    { is: /^[a-z][a-z-]{1,40}$/, width: 41, as: 'in small letters, such as lay-member', most: 10 },
    { hint: officesHint },
  )
  offices?: string[];
  @OneOf('who of them counts', counted, { label: 'Who counts' }) counts: keyof typeof counted;
}

/** A committee as people enter it: a quorum of parts, none of which has parts of its own. */
export class EnteredCommittee extends Constituted {
  @OneOf('how the parts of the quorum go together', {
    all: 'All of them must be met',
    any: 'Any one of them is enough',
  })
  together: 'all' | 'any';
  @ListOf(() => EnteredPart, 'the parts of the quorum', { each: 'part of the quorum', least: 1, most: 20 })
  parts: EnteredPart[];
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
