import { Get } from '@nestjs/common';
import type { Asker } from '../access/asker.js';
import { Asks } from '../access/sign-in.guard.js';
import { referenceOf } from '../contract/about.js';
import { Shown } from '../pages/answered.js';
import { Pages } from '../pages/page.js';
import { Problem } from '../problems/problem.js';
import { IdIn } from '../requests/id-pipe.js';
import { GroupsAnswer } from './answer.js';
import { groupName, memberHead, memberRows, standingOf } from './view.js';

const noGroup = 'There is no such group, or none that you may see.';

/** CCGs that apply together, side by side. */
@Pages('groups/:id')
export class GroupPages {
  constructor(private readonly answer: GroupsAnswer) {}

  @Get()
  async one(@IdIn(noGroup) id: string, @Asks() asking: Asker): Promise<Shown> {
    const group = await this.answer.one(id, asking);
    if (group === undefined) throw new Problem('not-found', noGroup);
    return new Shown('groups/group', {
      title: 'Group',
      about: groupName(group),
      reference: referenceOf(id),
      breadcrumbs: [{ text: 'Cases', href: '/cases' }],
      group,
      standing: standingOf(group),
      head: memberHead,
      rows: memberRows(group),
      left: group.members.filter(({ outcome }) => outcome !== null),
    });
  }
}
