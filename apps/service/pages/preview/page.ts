import { Get, Param } from '@nestjs/common';
import { OpenToAll } from '../../access/sign-in.guard.js';
import { nothingHere, Problem } from '../../problems/problem.js';
import { Shown } from '../answered.js';
import { Pages } from '../page.js';
import { components } from './components.js';

/** Our own components with their fixtures, for whoever builds pages: in development only. */
@OpenToAll()
@Pages('components')
export class PreviewPages {
  @Get()
  all(): Shown {
    return new Shown('pages/preview/all', { title: 'Components', components: components() });
  }

  @Get(':name')
  one(@Param('name') name: string): Shown {
    const component = components().find((each) => each.name === name);
    if (component === undefined) throw new Problem('not-found', nothingHere);
    const breadcrumbs = [{ text: 'Components', href: '/components' }];
    return new Shown('pages/preview/one', { title: `Component: ${name}`, breadcrumbs, component });
  }
}
