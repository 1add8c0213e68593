import { Get, Param, Post, Query, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { deadlineInWords } from '../../../libs/workflow/london.js';
import type { Asker } from '../access/asker.js';
import { Asks } from '../access/sign-in.guard.js';
import type { Acted } from '../casework/acting.js';
import { Act } from '../cases/act.js';
import { CasesAnswer } from '../cases/answer.js';
import type { CaseJson } from '../cases/shapes.js';
import { Drafts, type Draft, type Receipt } from '../drafts/drafts.js';
import { SeeOther, Shown, type View } from '../pages/answered.js';
import { Pages, Posted as PostedIn } from '../pages/page.js';
import { nothingHere, Problem } from '../problems/problem.js';
import { CaseIdIn } from '../requests/id-pipe.js';
import { fingerprintOf } from '../requests/keys.js';
import type { PostedForm } from '../session/posted-form.js';
import { ActsAnswer, type AskedAct } from './answer.js';
import { answersOf, changesIn, draftToCheck, questionOf, takeAnswers, typedIn, type ActOf } from './asking.js';
import { Beside } from './beside.js';
import { givenFrom, givenIn } from './given.js';
import { Posting } from './posted.js';
import { refusedPage, wordsOf } from './refused.js';
import { Names } from '../pages/names.js';
import { aboutCase } from '../cases/about.js';
import { eventReference } from '../contract/about.js';
import { saidFor } from './said.js';

/** The pages of one act on a case: question, check, what cannot be undone, and what was recorded. */
@Pages('cases/:id/do/:type')
export class ActPages {
  constructor(
    private readonly acts: ActsAnswer,
    private readonly cases: CasesAnswer,
    private readonly drafts: Drafts,
    private readonly posting: Posting,
    private readonly commands: CommandBus,
    private readonly names: Names,
    private readonly beside: Beside,
  ) {}

  @Get()
  async question(
    @CaseIdIn() id: string,
    @Param('type') type: string,
    @Query() query: Readonly<Record<string, unknown>>,
    @Asks() asking: Asker,
  ): Promise<Shown | SeeOther> {
    const { asked, act } = await this.actOf(id, type, asking, query);
    const draft = await this.drafts.find(act.of, asking);
    if (asked.move === undefined) return new Shown('acts/closed', closedView(asked, act, draft, this.names));
    if (act.fields.length === 0) return new SeeOther(`${act.path}/check`);
    const typed = typedIn(act, draft);
    const isChecked = 'wrong' in query;
    const question = questionOf(act, typed, isChecked ? answersOf(act, typed).errors : []);
    const beside = await this.shownBeside(asked, type, asking);
    return new Shown('acts/question', { ...viewOf(asked, act), ...question, ...beside, hasDraft: draft !== undefined });
  }

  @Post()
  async answer(
    @CaseIdIn() id: string,
    @Param('type') type: string,
    @Req() request: FastifyRequest,
    @Asks() asking: Asker,
  ): Promise<SeeOther | Shown> {
    const posted = await this.posting.read(request, asking);
    const { asked, act } = await this.actOf(id, type, asking);
    const goesOn = await takeAnswers(act, posted, { drafts: this.drafts, asking, later: `/cases/${id}` });
    if (posted.refused.length > 0) {
      const question = questionOf(act, posted.typed, posted.refused);
      return new Shown('acts/question', { ...viewOf(asked, act), ...question, hasDraft: true }, 422);
    }
    return goesOn;
  }

  @Get('check')
  async check(
    @CaseIdIn() id: string,
    @Param('type') type: string,
    @Query('seen') seen: unknown,
    @Asks() asking: Asker,
  ): Promise<Shown | SeeOther> {
    const { asked, act } = await this.actOf(id, type, asking);
    const draft = await draftToCheck(act, this.drafts, asking);
    if (draft === undefined) return new SeeOther(act.path);
    if (asked.move === undefined) return new Shown('acts/closed', closedView(asked, act, draft, this.names));
    const { data, errors } = answersOf(act, draft.typed);
    if (errors.length > 0) return new SeeOther(`${act.path}?wrong`);
    const since = await this.since(
      id,
      typeof seen === 'string' && /^\d{1,9}$/.test(seen) ? Number(seen) : undefined,
      asking,
    );
    return new Shown('acts/check', {
      ...viewOf(asked, act),
      step: 'Check your answers',
      said: saidFor(act, data, this.names),
      change: changesIn(act),
      next: asked.irreversible === undefined ? 'record' : 'sure',
      since,
      // Of what asks for nothing, this is the first page.
      ...(act.fields.length === 0 && (await this.shownBeside(asked, type, asking))),
      ...sealed(draft, asked),
    });
  }

  /** What cannot be undone is said on a page of its own. */
  @Get('sure')
  async sure(@CaseIdIn() id: string, @Param('type') type: string, @Asks() asking: Asker): Promise<Shown | SeeOther> {
    const { asked, act } = await this.actOf(id, type, asking);
    const draft = await this.drafts.find(act.of, asking);
    if (draft === undefined || answersOf(act, draft.typed).errors.length > 0) return new SeeOther(`${act.path}/check`);
    if (asked.move === undefined) return new Shown('acts/closed', closedView(asked, act, draft, this.names));
    const step = 'This cannot be undone';
    return new Shown('acts/sure', {
      ...viewOf(asked, act),
      step,
      irreversible: asked.irreversible,
      ...sealed(draft, asked),
    });
  }

  /** Records it: once, however often the form is sent. */
  @Post('record')
  async record(
    @CaseIdIn() id: string,
    @Param('type') type: string,
    @PostedIn() form: PostedForm,
    @Asks() asking: Asker,
  ): Promise<SeeOther | Shown> {
    const { asked, act } = await this.actOf(id, type, asking);
    const key = form.one('_key');
    const receipt = key === undefined ? undefined : await this.drafts.receipt(key, asking);
    if (receipt) return new SeeOther(doneAt(receipt));
    const draft = await this.drafts.find(act.of, asking);
    // A page of a draft that is gone, or was begun anew since.
    if (draft === undefined || draft.key !== key) return new SeeOther(act.path);
    const { data, errors } = answersOf(act, draft.typed);
    if (errors.length > 0) return new SeeOther(`${act.path}?wrong`);
    const seen = Number(form.one('_revision'));
    const attempt = { type, data, key, command: fingerprintOf(asking, ['act', id, type, data]) };
    const acted = await this.commands.execute(new Act(id, attempt, asked.commutes ? undefined : seen, asking));
    return this.outcome(acted, { asked, act, draft, seen, asking });
  }

  /** Whoever comes back to where a form was sent, as after signing in again, goes on from what they typed. */
  @Get('record')
  again(@CaseIdIn() id: string, @Param('type') type: string): SeeOther {
    return new SeeOther(`/cases/${id}/do/${encodeURIComponent(type)}/check`);
  }

  @Get('done/:revision')
  async done(
    @CaseIdIn() id: string,
    @Param('type') type: string,
    @Param('revision') revision: string,
    @Asks() asking: Asker,
  ): Promise<Shown> {
    const number = /^\d{1,9}$/.test(revision) ? Number(revision) : -1;
    const page = await this.cases.history(id, 'events', { after: number - 1, limit: 1 }, asking);
    const event = page?.events.find((each) => each.revision === number && each.type === type);
    const shown = await this.cases.one(id, {}, asking);
    if (event === undefined || shown === undefined || 'last' in shown) throw new Problem('not-found', nothingHere);
    return new Shown('acts/done', {
      title: 'Recorded',
      about: aboutCase(shown).whole,
      reference: eventReference(id, number),
      event,
      case: shown,
      waits: waitsOn(shown),
    });
  }

  @Post('discard')
  async discard(@CaseIdIn() id: string, @Param('type') type: string, @Asks() asking: Asker): Promise<SeeOther> {
    await this.drafts.discard({ about: id, type }, asking);
    return new SeeOther(`/cases/${id}`);
  }

  private async outcome(
    acted: Acted,
    { asked, act, draft, seen, asking }: { asked: AskedAct; act: ActOf; draft: Draft; seen: number; asking: Asker },
  ): Promise<SeeOther | Shown> {
    switch (acted.outcome) {
      case 'recorded': {
        const receipt = { case: act.of.about, type: act.of.type, revision: acted.event.revision };
        await this.drafts.became(draft, asking, receipt);
        return new SeeOther(doneAt(receipt));
      }
      case 'overtaken':
      case 'revision-needed':
        // They see what has happened since, and go on with what they typed.
        return new SeeOther(`${act.path}/check?seen=${Number.isInteger(seen) ? seen : 0}`);
      case 'refused':
        return refusedPage(acted.refusal, viewOf(asked, act), act, draft);
      case 'key-reused':
        // The draft was changed after it was sent: what was sent stands, and this is another command.
        await this.drafts.renew(draft, asking);
        return new SeeOther(`${act.path}/check`);
      case 'not-found':
        throw new Problem('not-found', nothingHere);
    }
  }

  private async shownBeside({ case: shown }: AskedAct, type: string, asking: Asker): Promise<object | undefined> {
    const beside = await this.beside.of(shown, type, asking);
    return beside && { shownBeside: beside.template, beside: beside.view };
  }

  private async actOf(
    id: string,
    type: string,
    asking: Asker,
    query: Readonly<Record<string, unknown>> = {},
  ): Promise<{ readonly asked: AskedAct; readonly act: ActOf }> {
    const asked = await this.acts.act(id, type, asking);
    if (asked === undefined) throw new Problem('not-found', nothingHere);
    const { workflow, form, offers, move } = asked;
    const label = move?.label ?? form.moves[0]?.label ?? type;
    const act: ActOf = {
      of: { about: id, type },
      path: `/cases/${id}/do/${type}`,
      workflow,
      form,
      fields: form.fields,
      offers,
      label,
      title: `${label}: ${nameOf(asked.case)}`,
      given: { ...givenIn(form.fields, offers), ...givenFrom(query, form.fields) },
      faultsIn: (data) => this.acts.faultsIn(workflow, type, data),
    };
    return { asked, act };
  }

  /** What others recorded since a revision, for whoever went on from there. */
  private async since(
    id: string,
    revision: number | undefined,
    asking: Asker,
  ): Promise<readonly { readonly type: string; readonly at: string; readonly by: string }[] | undefined> {
    if (revision === undefined) return undefined;
    const page = await this.cases.since(id, revision, mostTold, asking);
    return page?.events.map(({ type, at, actor }) => ({ type, at: deadlineInWords(at), by: actor.name })) ?? [];
  }
}

/** Of what was recorded since, so many facts are told. */
const mostTold = 20;

const doneAt = ({ case: id, type, revision }: Receipt): string => `/cases/${id}/do/${type}/done/${revision}`;

/** “NHS Bramblelowe CCG (06Q), delegated commissioning” */
const nameOf = ({ ccgName, ccg, level, workflow }: CaseJson): string =>
  `${ccgName}${ccg ? ` (${ccg})` : ''}${level === null ? '' : `, ${workflow.replaceAll('-', ' ')}`}`;

function viewOf({ case: shown, move }: AskedAct, act: ActOf): View {
  const { whole: about, reference } = aboutCase(shown);
  return {
    title: act.label,
    about,
    reference,
    meaning: move?.meaning,
    case: shown,
    path: act.path,
    type: act.of.type,
    breadcrumbs: [{ text: nameOf(shown), href: `/cases/${shown.id}` }],
  };
}

/** What goes into the form so that it is recorded once, and on what the person has seen. */
const sealed = ({ key }: Draft, { case: { revision } }: AskedAct) => ({ key, revision });

function closedView(asked: AskedAct, act: ActOf, draft: Draft | undefined, names: Names): View {
  return {
    ...viewOf(asked, act),
    ...wordsOf(asked.refusal),
    said: draft && saidFor(act, answersOf(act, draft.typed).data, names),
  };
}

/** Whom the case waits on next, and by when. */
const waitsOn = ({ stages }: CaseJson) =>
  stages
    .filter(({ waitingOn }) => waitingOn.length > 0)
    .map(({ title, waitingOn, due }) => ({ title, waitingOn, due }));
