import { Controller, Get, Param } from '@nestjs/common';
import { listOf, named, refTo, shape, text, whole, type Said } from '../../../libs/forms/shape.js';
import { OpenToAll } from '../access/sign-in.guard.js';
import { ok, Says } from '../contract/says.js';
import { Problem, problems } from '../problems/problem.js';

export const problemKindShape = named('ProblemKind', shape({ type: text, status: whole, title: text }));
export const problemsShape = named('Problems', listOf(refTo(problemKindShape)));

/** Where the `type` of a problem document leads. */
@OpenToAll()
@Controller('problems')
export class ProblemsController {
  @Says({ tag: 'About', summary: 'Every kind of problem', answers: ok('Their types', problemsShape) })
  @Get()
  list(): Said<typeof problemsShape> {
    return Object.entries(problems).map(([name, problem]) => ({ type: `/problems/${name}`, ...problem }));
  }

  @Says({
    tag: 'About',
    summary: 'A kind of problem',
    answers: ok('Its type, title and status', problemKindShape),
    problems: ['not-found'],
  })
  @Get(':name')
  find(@Param('name') name: string): Said<typeof problemKindShape> {
    if (!Object.hasOwn(problems, name)) throw new Problem('not-found', 'There is no such kind of problem.');
    return { type: `/problems/${name}`, ...problems[name as keyof typeof problems] };
  }
}
