/** What lists of the register are narrowed by, as addresses of pages say it. */
import { CcgCode, RegionCode } from '../../../libs/forms/codes.js';
import { AnyLine, OneOf, Optional } from '../../../libs/forms/decorators.js';
import { roles, type Role } from '../../../libs/register/model.js';
import { roles as titled } from '../../../workflows/application/roles.js';
import { Whole } from '../requests/fields.js';

class PageQuery {
  @Whole('the page of the list', 1, 10_000) page = 1;
}

export const standings = {
  open: 'Open',
  'to close': 'To close',
  closed: 'Closed',
  measures: 'In special measures',
} as const;

export class CcgListQuery extends PageQuery {
  @Optional('Only what is called so.') @AnyLine('a name or a code', 100) q?: string;
  @Optional('Only CCGs of this region.') @RegionCode('the region') region?: string;
  @Optional('Only those that stand so.') @OneOf('how they stand', standings) standing?: keyof typeof standings;
}

export const practiceStandings = {
  changing: 'Something told for a day to come',
  'no-list-size': 'No list size',
  closed: 'Closed',
} as const;

export class PracticeListQuery extends PageQuery {
  @Optional('Only what is called so.') @AnyLine('a name or a code', 100) q?: string;
  @Optional('Only members of this CCG.') @CcgCode('the CCG') ccg?: string;
  @Optional('Only those that stand so.')
  @OneOf('how they stand', practiceStandings)
  standing?: keyof typeof practiceStandings;
}

export const roleTitles = Object.fromEntries(roles.map((role) => [role, titled[role].title]));

export class PeopleListQuery extends PageQuery {
  @Optional('Only people who are called so.') @AnyLine('a name or an id', 100) q?: string;
  @Optional('Only people who hold this role.') @OneOf('the role', roleTitles) role?: Role;
  @Optional('Only people who act for this organisation.')
  @AnyLine('the code of the organisation', 50)
  organisation?: string;
}

export const interestStates = { held: 'Held now', ended: 'Ended', late: 'Declared late' } as const;

export class InterestListQuery extends PageQuery {
  @Optional('Only interests of people who are called so.') @AnyLine('a name or an id', 100) q?: string;
  @Optional('Only interests in this CCG or practice.')
  @AnyLine('the code of the organisation', 50)
  organisation?: string;
  @Optional('Only those that stand so.') @OneOf('how they stand', interestStates) state?: keyof typeof interestStates;
}

export const requestStates = { open: 'Waiting', ended: 'Ended' } as const;

export class RequestListQuery {
  @Optional('To go on with a list.') @AnyLine('the place to go on from', 500) after?: string;
}
