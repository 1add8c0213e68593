import { Get, Query } from '@nestjs/common';
import type { Asker } from '../access/asker.js';
import { Asks } from '../access/sign-in.guard.js';
import { caseName, crumbs } from '../ballots/view.js';
import { Shown } from '../pages/answered.js';
import { Pages } from '../pages/page.js';
import { Problem } from '../problems/problem.js';
import { CaseIdIn, noCase } from '../requests/id-pipe.js';
import { ConstitutionAnswer } from './answer.js';
import { CompareQuery } from './requests.js';
import { decisionsOn, statusTags, summaryOf } from './view.js';

/** What an application makes of the CCG's constitution: for the CCG that proposes, the members it asks, and whoever decides. */
@Pages('cases/:id/constitution')
export class ConstitutionPages {
  constructor(private readonly answer: ConstitutionAnswer) {}

  @Get()
  async of(@CaseIdIn() id: string, @Query() pair: CompareQuery, @Asks() asking: Asker): Promise<Shown> {
    const shown = await this.answer.of(id, pair, asking);
    if (shown === undefined) throw new Problem('not-found', noCase);
    return new Shown('constitution/constitution', {
      title: 'Constitution',
      about: caseName(shown.about),
      breadcrumbs: crumbs(shown.about),
      shown,
      summary: summaryOf(shown),
      tags: statusTags,
      decisions: Object.fromEntries(shown.versions.map((each) => [each.version, decisionsOn(each, shown)])),
      move: Object.fromEntries(shown.moves.map((move) => [move.type, move])),
    });
  }
}
