import { Get, Param, Query } from '@nestjs/common';
import type { Asker } from '../access/asker.js';
import { Asks } from '../access/sign-in.guard.js';
import { addressOf, pageLength } from '../pages/addresses.js';
import { Download, Shown } from '../pages/answered.js';
import { csvOf } from '../pages/csv.js';
import { paginationOf, panelOf, regionFilter, searchIn } from '../pages/filtered.js';
import { Pages } from '../pages/page.js';
import { Problem } from '../problems/problem.js';
import { OrganisationsAnswer, type CcgsWanted } from './answer.js';
import { CcgsQuery } from './requests.js';
import * as view from './view.js';

/** CCGs and practices, by their codes. What the register says of them is public to whoever signs in. */
@Pages('')
export class OrganisationPages {
  constructor(private readonly answer: OrganisationsAnswer) {}

  @Get('ccgs')
  ccgs(@Query() query: CcgsQuery): Shown {
    const { page } = query;
    const search = searchIn(query);
    const found = this.answer.ccgs({ ...wantedIn(query), from: (page - 1) * pageLength, limit: pageLength });
    return new Shown('organisations/ccgs', {
      title: 'CCGs',
      found,
      search,
      page,
      last: Math.ceil(found.total / pageLength),
      listed: view.ccgTable(found),
      panel: panelOf('/ccgs', { ...search }, [{ name: 'q', label: 'Name or code' }, regionFilter(found.regions)]),
      csv: addressOf('/ccgs.csv', { ...search }),
      pagination: paginationOf(found.total, page, (number) =>
        addressOf('/ccgs', { ...search, page: number === 1 ? undefined : number }),
      ),
    });
  }

  @Get('ccgs.csv')
  ccgsFile(@Query() query: CcgsQuery): Download {
    const { ccgs } = this.answer.ccgs({ ...wantedIn(query), from: 0, limit: Infinity });
    const rows = ccgs.map(({ code, name, region, level, closed }) => [
      code,
      name,
      region.code,
      region.name,
      level,
      closed,
    ]);
    return new Download(
      'ccgs.csv',
      'text/csv',
      csvOf(['Code', 'Name', 'Region', 'Region name', 'Level', 'Last day open'], rows),
    );
  }

  @Get('ccgs/:code')
  async ccg(@Param('code') code: string, @Asks() asking: Asker): Promise<Shown> {
    const ccg = await this.found(code, asking);
    return new Shown('organisations/ccg', {
      title: view.nameAndCode(ccg),
      breadcrumbs: [{ text: 'CCGs', href: '/ccgs' }],
      ccg,
      level: view.levelInWords(ccg.arrangement.level),
      bar: view.levelBarOf(ccg),
      levels: view.levelRows(ccg),
      cases: view.caseRows(ccg),
      members: view.memberRows(ccg.members),
      voting: ccg.members.filter(({ votes }) => votes).length,
    });
  }

  @Get('ccgs/:code/members.csv')
  async members(@Param('code') code: string, @Asks() asking: Asker): Promise<Download> {
    const { members } = await this.found(code, asking);
    const rows = members.map(({ code: practice, name, joined, patients, countedOn, votes }) => [
      ...[practice, name, joined, patients, countedOn],
      votes ? 'yes' : 'no',
    ]);
    const head = ['Practice', 'Name', 'Member since', 'Registered patients', 'Counted on', 'Can vote'];
    return new Download(`members-${code}.csv`, 'text/csv', csvOf(head, rows));
  }

  @Get('practices/:code')
  practice(@Param('code') code: string, @Asks() asking: Asker): Shown {
    const practice = isCode(code) ? this.answer.practice(code, asking) : undefined;
    if (practice === undefined) throw new Problem('not-found', 'The register knows no such practice.');
    const [current] = practice.memberships.filter(({ left }) => left === undefined);
    return new Shown('organisations/practice', {
      title: view.nameAndCode(practice),
      breadcrumbs: [
        { text: 'CCGs', href: '/ccgs' },
        ...(current ? [{ text: view.nameAndCode(current.ccg), href: `/ccgs/${current.ccg.code}` }] : []),
      ],
      practice,
      memberships: view.membershipRows(practice),
      ballots: view.ballotRows(practice),
    });
  }

  private async found(code: string, asking: Asker) {
    const ccg = isCode(code) ? await this.answer.ccg(code, asking) : undefined;
    if (ccg === undefined) throw new Problem('not-found', 'The register knows no such CCG.');
    return ccg;
  }
}

const isCode = (text: string): boolean => /^[A-Z0-9]{3,6}$/.test(text);

/** What is looked for, without the spaces around it. */
function wantedIn({ q, region }: CcgsQuery): Pick<CcgsWanted, 'text' | 'region'> {
  const text = q?.trim();
  return { ...(text && { text }), ...(region !== undefined && { region }) };
}
