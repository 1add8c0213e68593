import { Get, Param, Query } from '@nestjs/common';
import { Line, Optional } from '../../../libs/forms/decorators.js';
import { OpenToAll } from '../access/sign-in.guard.js';
import { pathMapOf } from '../diagrams/path-map.js';
import { Shown } from '../pages/answered.js';
import { Pages } from '../pages/page.js';
import { Problem } from '../problems/problem.js';
import { HowItWorksAnswer } from './answer.js';
import { pathView } from './view.js';

class VersionQuery {
  @Optional('The newest unless you say another.') @Line('the version', { longest: 20 }) version?: string;
}

const crumb = { text: 'How this works', href: '/how-it-works' } as const;

/** How applications are decided, in words and pictures. It tells of no case and of nobody, so that it is open to all: who wonders whether to apply has not signed in. */
@OpenToAll()
@Pages('how-it-works')
export class HowItWorksPages {
  constructor(private readonly answer: HowItWorksAnswer) {}

  @Get()
  all(): Shown {
    const paths = this.answer.paths().map(({ name, title, level, version }) => ({ name, title, level, version }));
    return new Shown('how-it-works/index', {
      title: crumb.text,
      levels: paths.filter(({ level }) => level !== undefined),
      others: paths.filter(({ level }) => level === undefined),
    });
  }

  @Get('rules')
  rules(): Shown {
    return new Shown('how-it-works/rules', { title: 'Rules', breadcrumbs: [crumb], rules: this.answer.rules() });
  }

  @Get('consequences')
  consequences(): Shown {
    return new Shown('how-it-works/consequences', {
      title: 'What follows from what',
      breadcrumbs: [crumb],
      ...this.answer.consequences(),
    });
  }

  @Get(':workflow')
  async path(@Param('workflow') name: string, @Query() { version }: VersionQuery): Promise<Shown> {
    const shown = await this.answer.path(name, version);
    if (shown === undefined)
      throw new Problem('not-found', 'There is no such path, or no such version of it. “How this works” lists them.');
    const { workflow, versions, rules, chart } = shown;
    return new Shown('how-it-works/path', {
      title: workflow.title,
      about: 'How this works',
      breadcrumbs: [crumb],
      name,
      version: workflow.version,
      level: workflow.level,
      versions,
      rules,
      chart,
      map: pathMapOf(workflow, (stage) => `#part-${stage}`),
      ...pathView(shown),
    });
  }
}
