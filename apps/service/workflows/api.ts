import { Controller, Get, Header, Param } from '@nestjs/common';
import { describe } from '../../../libs/workflow/describe.js';
import type { Workflow } from '../../../libs/workflow/index.js';
import { workflowOf, workflows } from '../../../workflows/index.js';
import { listing, ok, okAs, Says } from '../contract/says.js';
import { Problem } from '../problems/problem.js';
import { described, summaryOf } from './answer.js';
import { schemaOf, type JsonSchema } from '../../../libs/forms/json-schema.js';

/** What the service can run. */
@Controller('api/workflows')
export class WorkflowsController {
  @Says({ tag: 'Workflows', summary: 'What the service can run', answers: ok('Workflows', listing) })
  @Get()
  list(): unknown {
    return { workflows: workflows.map(summaryOf) };
  }

  @Says({
    tag: 'Workflows',
    summary: 'Stages, roles, rules and events of a workflow',
    answers: ok('The workflow', listing),
    problems: ['not-found'],
  })
  @Get(':name/:version')
  find(@Param('name') name: string, @Param('version') version: string): unknown {
    return described(known(name, version));
  }

  /** Diagram and table, as Markdown. */
  @Says({
    tag: 'Workflows',
    summary: 'Diagram and table of a workflow',
    answers: okAs('text/markdown', 'Markdown'),
    problems: ['not-found'],
  })
  @Get(':name/:version/description.md')
  @Header('content-type', 'text/markdown; charset=utf-8')
  description(@Param('name') name: string, @Param('version') version: string): string {
    return describe(known(name, version));
  }

  @Says({
    tag: 'Workflows',
    summary: 'JSON Schema of what is said with an event',
    answers: okAs('application/schema+json', 'JSON Schema 2020-12'),
    problems: ['not-found'],
  })
  @Get(':name/:version/events/:type')
  @Header('content-type', 'application/schema+json')
  schema(@Param('name') name: string, @Param('version') version: string, @Param('type') type: string): string {
    const workflow = known(name, version);
    if (!Object.hasOwn(workflow.events, type)) throw new Problem('not-found', 'This workflow has no such event.');
    const schema: JsonSchema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: type,
      ...schemaOf(workflow, type),
    };
    return JSON.stringify(schema);
  }
}

function known(name: string, version: string): Workflow {
  const workflow = workflowOf(name, version);
  if (workflow === undefined)
    throw new Problem('not-found', 'There is no such workflow or version. /api/workflows lists them.');
  return workflow;
}
