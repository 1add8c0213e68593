import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { workflowOf } from '../../../workflows/index.js';
import type { Asker } from '../access/asker.js';
import { Asks } from '../access/sign-in.guard.js';
import { momentOf, notThen } from '../cases/answer.js';
import { MomentQuery } from '../cases/requests.js';
import { okAs, Says } from '../contract/says.js';
import { Problem } from '../problems/problem.js';
import { CaseIdIn, noCase } from '../requests/id-pipe.js';
import { DiagramsAnswer } from './answer.js';
import { diagramOf } from './diagram.js';

@Controller('api')
export class DiagramsController {
  constructor(private readonly answer: DiagramsAnswer) {}

  @Says({
    tag: 'Workflows',
    summary: 'The statechart of a workflow',
    answers: okAs('image/svg+xml', 'The picture'),
    problems: ['not-found'],
  })
  @Get('workflows/:name/:version/diagram.svg')
  @Header('content-type', 'image/svg+xml')
  workflow(@Param('name') name: string, @Param('version') version: string): Promise<string> {
    const workflow = workflowOf(name, version);
    if (workflow === undefined) throw new Problem('not-found', 'There is no such workflow or version.');
    return diagramOf(workflow);
  }

  @Says({
    tag: 'Cases',
    summary: 'The statechart, with where the case is and was; `revision` and `asOf` as for the case',
    answers: okAs('image/svg+xml', 'The picture'),
    problems: ['not-found'],
  })
  @Get('cases/:id/diagram.svg')
  @Header('content-type', 'image/svg+xml')
  async case(@CaseIdIn() id: string, @Query() { revision, asOf }: MomentQuery, @Asks() asking: Asker): Promise<string> {
    const found = await this.answer.of(id, momentOf(revision, asOf), asking);
    if (found === undefined) throw new Problem('not-found', noCase);
    if (typeof found !== 'string') throw new Problem('not-found', notThen(found, revision));
    return found;
  }
}
