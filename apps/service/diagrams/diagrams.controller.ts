import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { State } from '../../../libs/workflow/index.js';
import { workflowOf } from '../../../workflows/index.js';
import type { Asker } from '../access/asker.js';
import { Readings } from '../access/readings.js';
import { Asks } from '../access/sign-in.guard.js';
import { FindCase, notThen, type FoundCase, type NoSuchMoment } from '../cases/find-cases.js';
import { caseStream } from '../../../libs/workflow/streams.js';
import { MomentQuery } from '../cases/requests.js';
import { Ledger } from '../ledger.js';
import { Problem } from '../problems/problem.js';
import { CaseIdIn, noCase } from '../requests/id-pipe.js';
import { diagramOf } from './diagram.js';

/** The statechart of a workflow, and of a case with where it is and was. Practices, who see the mandate only, get no picture of a case. */
@Controller('api')
export class DiagramsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly ledger: Ledger,
    private readonly readings: Readings,
  ) {}

  @Get('workflows/:name/:version/diagram.svg')
  @Header('content-type', 'image/svg+xml')
  workflow(@Param('name') name: string, @Param('version') version: string): Promise<string> {
    const workflow = workflowOf(name, version);
    if (workflow === undefined) throw new Problem('not-found', 'There is no such workflow or version.');
    return diagramOf(workflow);
  }

  @Get('cases/:id/diagram.svg')
  @Header('content-type', 'image/svg+xml')
  async case(@CaseIdIn() id: string, @Query() { revision, asOf }: MomentQuery, @Asks() asking: Asker): Promise<string> {
    const moment = { ...(revision !== undefined && { revision }), ...(asOf !== undefined && { asOf }) };
    const found = await this.queries.execute<FindCase, FoundCase | NoSuchMoment | undefined>(
      new FindCase(id, moment, asking),
    );
    if (found?.extent !== 'all') throw new Problem('not-found', noCase);
    if ('last' in found) throw new Problem('not-found', notThen(found, revision));
    await this.readings.note(asking, 'CaseRead', { case: id, what: 'diagram' });
    const { workflow, standing } = found;
    return diagramOf(workflow, {
      now: standing.progress.state,
      been: await this.statesUntil(id, standing.revision),
    });
  }

  private async statesUntil(id: string, revision: number): Promise<readonly State[]> {
    const events = await this.ledger.log.readStream(caseStream(id), { limit: revision + 1 });
    return events.flatMap(({ to }) => (to === undefined ? [] : [to]));
  }
}
