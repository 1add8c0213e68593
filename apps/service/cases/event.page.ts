import { Get, Param } from '@nestjs/common';
import type { RecordedEvent } from '../../../libs/event-log/index.js';
import type { Asker } from '../access/asker.js';
import { Asks } from '../access/sign-in.guard.js';
import { workflowIn } from '../access/visibility.js';
import { Download, Shown } from '../pages/answered.js';
import { Names } from '../pages/names.js';
import type { Naming } from '../pages/said.js';
import { Pages } from '../pages/page.js';
import { saidInLines } from '../pages/said.js';
import { Problem } from '../problems/problem.js';
import { CaseIdIn, noCase } from '../requests/id-pipe.js';
import { eventReference, referenceOf } from '../contract/about.js';
import { aboutCase, crumbsTo, eventInHistory } from './about.js';
import { CasesAnswer } from './answer.js';
import { happened, type Happened } from './happened.js';
import { letterOf, letterTypes } from './letter-view.js';
import type { CaseJson } from './shapes.js';

const noEvent = 'There is no such event on this case, or none that you may see.';

/** One event of a case on a page of its own: as a decision letter, and as a copy to keep. */
@Pages('cases')
export class EventPages {
  constructor(
    private readonly answer: CasesAnswer,
    private readonly names: Names,
  ) {}

  @Get(':id/letter/:revision')
  async letter(@CaseIdIn() id: string, @Param('revision') revision: string, @Asks() asking: Asker): Promise<Shown> {
    const { shown, event } = await this.read(id, revision, asking);
    const letter = letterOf({ shown, workflow: workflowIn(shown), naming: this.naming(asking) }, event);
    if (letter === undefined) throw new Problem('not-found', 'This event is no decision, so there is no letter of it.');
    const about = aboutCase(shown);
    return new Shown('cases/letter', {
      title: letter.heading,
      about: about.whole,
      reference: letter.reference,
      breadcrumbs: crumbsTo(about),
      letter,
      names: about,
    });
  }

  /** `{revision}` is a page, `{revision}.json` and `{revision}.txt` are files of the same. */
  @Get(':id/events/:file')
  async copy(@CaseIdIn() id: string, @Param('file') file: string, @Asks() asking: Asker): Promise<Shown | Download> {
    const [, revision = '', kind] = /^(\d{1,9})(?:\.(json|txt))?$/.exec(file) ?? [];
    const { shown, event } = await this.read(id, revision, asking);
    const told = happened(workflowIn(shown), event, this.naming(asking));
    const name = `${told.type}-${referenceOf(id)}-${event.revision}`;
    if (kind === 'json') return new Download(`${name}.json`, 'application/json', JSON.stringify(event, null, 2));
    if (kind === 'txt') return new Download(`${name}.txt`, 'text/plain', inText(shown, event, told));
    const about = aboutCase(shown);
    return new Shown('cases/event', {
      title: `Copy of: ${told.title}`,
      about: about.whole,
      reference: eventReference(id, event.revision),
      breadcrumbs: crumbsTo(about),
      names: about,
      event,
      told,
      history: eventInHistory(id, event.revision),
      ...(letterTypes.has(event.type) && { letter: `${about.href}/letter/${event.revision}` }),
    });
  }

  /** @throws Problem where there is no such event, or none for this person */
  private naming(asking: Asker): Naming {
    return { ...this.names, sees: (id) => this.answer.isSeen(id, asking) };
  }

  private async read(
    id: string,
    revision: string,
    asking: Asker,
  ): Promise<{ readonly shown: CaseJson; readonly event: RecordedEvent }> {
    const shown = await this.answer.one(id, {}, asking);
    if (shown === undefined || 'last' in shown) throw new Problem('not-found', noCase);
    const event = /^\d{1,9}$/.test(revision) ? await this.answer.event(id, Number(revision), asking) : undefined;
    if (event === undefined) throw new Problem('not-found', noEvent);
    return { shown, event };
  }
}

const inText = (
  shown: CaseJson,
  { id, revision }: RecordedEvent,
  { title, who, rows, added, withheld }: Happened,
): string =>
  [
    aboutCase(shown).whole,
    title,
    '',
    `Recorded: ${who.when} (${who.at})`,
    `By: ${who.name === undefined ? who.role : `${who.name}, ${who.role} for ${who.organisation ?? ''}`}`,
    `Case: ${shown.id}`,
    `Event: ${id}, number ${revision} of the case`,
    '',
    ...(withheld ? ['What was said is withheld until it may be told.'] : saidInLines(rows)),
    ...(added.length > 0 ? ['', 'What the register and the service added:', ...saidInLines(added, '  ')] : []),
    '',
  ].join('\r\n');
