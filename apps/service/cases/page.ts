import { Get } from '@nestjs/common';
import type { RecordedEvent } from '../../../libs/event-log/index.js';
import type { Asker } from '../access/asker.js';
import { Asks } from '../access/sign-in.guard.js';
import { workflowIn } from '../access/visibility.js';
import { thresholdWords } from '../../../workflows/stages/assurance/events.js';
import { ServiceClock } from '../clock/clock.js';
import { SeeOther, Shown, type View } from '../pages/answered.js';
import { Names } from '../pages/names.js';
import { Pages } from '../pages/page.js';
import { Problem } from '../problems/problem.js';
import { CaseIdIn, noCase } from '../requests/id-pipe.js';
import { aboutCase, crumbsAbove } from './about.js';
import { CasesAnswer, type Ahead } from './answer.js';
import * as view from './case-view.js';
import { documentsOf } from './documents-view.js';
import type { CaseJson } from './shapes.js';
import { canDo, ribbonOf, standsInWords, waitingIn, type Looked } from './standing-view.js';

/** One case, for whoever may see it. */
@Pages('cases')
export class CasePage {
  constructor(
    private readonly answer: CasesAnswer,
    private readonly names: Names,
    private readonly clock: ServiceClock,
  ) {}

  @Get(':id')
  async one(@CaseIdIn() id: string, @Asks() asking: Asker): Promise<Shown | SeeOther> {
    const shown = await this.answer.one(id, {}, asking);
    if (shown === undefined || 'last' in shown) throw new Problem('not-found', noCase);
    // A meeting has a page of its own.
    if (shown.workflow === 'committee-meeting') return new SeeOther(`/meetings/${id}`);
    const [events = [], ahead] = await Promise.all([
      this.answer.wholeHistory(id, 'events', asking),
      this.answer.ahead(id, asking),
    ]);
    const looked = this.looked(shown, events, asking);
    return new Shown('cases/case', this.viewOf(looked, events, ahead));
  }

  private looked(shown: CaseJson, events: readonly RecordedEvent[], asking: Asker): Looked {
    const { id: person, grants } = asking;
    const workflow = workflowIn(shown);
    const recorded = view.stagesRecorded(workflow, events);
    const now = this.clock.now().toISOString();
    const endedIn = shown.outcome === null ? undefined : view.endedIn(workflow, events);
    const role = grants[0]?.role;
    return {
      shown,
      workflow,
      naming: { ...this.names, sees: (id) => this.answer.isSeen(id, asking) },
      role,
      person,
      now,
      recorded,
      ...(endedIn !== undefined && { endedIn }),
    };
  }

  private viewOf(looked: Looked, events: readonly RecordedEvent[], ahead: Ahead): View {
    const { shown, workflow, role } = looked;
    const about = aboutCase(shown);
    const can = canDo(looked, ahead.notNow);
    return {
      title: about.what,
      about: about.name,
      reference: about.reference,
      breadcrumbs: crumbsAbove,
      case: shown,
      names: about,
      region: this.names.organisation(shown.region) ?? shown.region,
      role,
      stands: standsInWords(looked),
      waiting: waitingIn(looked),
      ribbon: ribbonOf(looked),
      can,
      tasks: role === 'ccg-officer' ? view.tasksOf(looked, can, ahead) : [],
      assurance: view.assuranceOf(looked, events, thresholdWords),
      request: view.requestOf(looked, events),
      facts: view.factsByStage(looked, events),
      begun: events.find(({ type }) => type === workflow.begins)?.at,
      conditions: view.conditionsOf(looked),
      claims: view.claimsOf(looked),
      group: view.groupOf(looked),
      meetings: view.meetingsOf(looked),
      ballots: events.filter(({ type }) => type === 'BallotOpened').length,
      hasConstitution: Object.hasOwn(workflow.events, 'AmendmentProposed') && shown.details['amendments'] !== undefined,
      documents: documentsOf(workflow, events, this.answer.documentsNamedIn(events), this.names).toReversed(),
    };
  }
}
