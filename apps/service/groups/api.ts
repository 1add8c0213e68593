import { Controller, Get } from '@nestjs/common';
import type { Asker } from '../access/asker.js';
import { Asks } from '../access/sign-in.guard.js';
import { ok, Says } from '../contract/says.js';
import { Problem } from '../problems/problem.js';
import { IdIn } from '../requests/id-pipe.js';
import { groupShape, GroupsAnswer, type Group } from './answer.js';

const noGroup = 'There is no such group, or none that you may see.';

@Controller('api/groups')
export class GroupsController {
  constructor(private readonly answer: GroupsAnswer) {}

  @Says({
    tag: 'Cases',
    summary: 'How far the CCGs of a group have come',
    description:
      'For whoever may see the case of one of them. A CCG that has not joined by its own officer’s act holds nothing; one that is out is listed as ' +
      'left, and those that joined say whether they go on.',
    answers: ok('The group', groupShape),
    problems: ['not-found'],
  })
  @Get(':id')
  async find(@IdIn(noGroup) id: string, @Asks() asking: Asker): Promise<Group> {
    const found = await this.answer.one(id, asking);
    if (found === undefined) throw new Problem('not-found', noGroup);
    return found;
  }
}
