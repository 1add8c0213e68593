import { Controller, Get, Param } from '@nestjs/common';
import { OpenToAll } from '../access/sign-in.guard.js';
import { ok, Says } from '../contract/says.js';
import { Problem, problems } from '../problems/problem.js';

/** Where the `type` of a problem document leads. */
@OpenToAll()
@Controller('problems')
export class ProblemsController {
  @Says({ tag: 'About', summary: 'Every kind of problem', answers: ok('Their types', 'Problems') })
  @Get()
  list(): unknown {
    return Object.entries(problems).map(([name, problem]) => ({ type: `/problems/${name}`, ...problem }));
  }

  @Says({
    tag: 'About',
    summary: 'A kind of problem',
    answers: ok('Its type, title and status', 'ProblemKind'),
    problems: ['not-found'],
  })
  @Get(':name')
  find(@Param('name') name: string): unknown {
    if (!Object.hasOwn(problems, name)) throw new Problem('not-found', 'There is no such kind of problem.');
    return { type: `/problems/${name}`, ...problems[name as keyof typeof problems] };
  }
}
