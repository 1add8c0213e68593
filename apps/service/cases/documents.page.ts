import { Get } from '@nestjs/common';
import type { Asker } from '../access/asker.js';
import { Asks } from '../access/sign-in.guard.js';
import { workflowIn } from '../access/visibility.js';
import { Shown } from '../pages/answered.js';
import { Names } from '../pages/names.js';
import { Pages } from '../pages/page.js';
import { Problem } from '../problems/problem.js';
import { CaseIdIn, noCase } from '../requests/id-pipe.js';
import { aboutCase, crumbsTo } from './about.js';
import { CasesAnswer } from './answer.js';
import { documentsOf } from './documents-view.js';

/** The documents that events of a case name. */
@Pages('cases')
export class CaseDocumentsPage {
  constructor(
    private readonly answer: CasesAnswer,
    private readonly names: Names,
  ) {}

  @Get(':id/documents')
  async documents(@CaseIdIn() id: string, @Asks() asking: Asker): Promise<Shown> {
    const shown = await this.answer.one(id, {}, asking);
    const events = await this.answer.wholeHistory(id, 'events', asking);
    if (shown === undefined || 'last' in shown || events === undefined) throw new Problem('not-found', noCase);
    const stored = this.answer.documentsNamedIn(events);
    const about = aboutCase(shown);
    return new Shown('cases/documents', {
      title: 'Documents',
      about: about.whole,
      reference: about.reference,
      breadcrumbs: crumbsTo(about),
      names: about,
      isOver: shown.outcome !== null,
      documents: documentsOf(workflowIn(shown), events, stored, this.names).toReversed(),
    });
  }
}
