import { Controller, Get, Param } from '@nestjs/common';
import { OpenToAll } from '../access/sign-in.guard.js';
import { Problem, problems } from './problem.js';

/** Where the `type` of a problem document leads. */
@OpenToAll()
@Controller('problems')
export class ProblemsController {
  @Get()
  list(): unknown {
    return Object.entries(problems).map(([name, problem]) => ({ type: `/problems/${name}`, ...problem }));
  }

  @Get(':name')
  find(@Param('name') name: string): unknown {
    if (!Object.hasOwn(problems, name)) throw new Problem('not-found', 'There is no such kind of problem.');
    return { type: `/problems/${name}`, ...problems[name as keyof typeof problems] };
  }
}
