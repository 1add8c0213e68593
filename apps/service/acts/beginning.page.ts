import { Get, Param, Post, Query, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import type { Field } from '../../../libs/forms/field.js';
import { actsFor } from '../../../libs/register/model.js';
import type { Asker } from '../access/asker.js';
import { Asks } from '../access/sign-in.guard.js';
import { Begin } from '../cases/act.js';
import { Drafts } from '../drafts/drafts.js';
import { SeeOther, Shown, type View } from '../pages/answered.js';
import { Names } from '../pages/names.js';
import { Pages, Posted as PostedIn } from '../pages/page.js';
import { nothingHere, Problem } from '../problems/problem.js';
import { fingerprintOf } from '../requests/keys.js';
import type { PostedForm } from '../session/posted-form.js';
import { ActsAnswer, type AskedBeginning } from './answer.js';
import { answersOf, changesIn, questionOf, takeAnswers, typedIn, type ActOf } from './asking.js';
import { givenFrom, givenIn } from './given.js';
import { Posting } from './posted.js';
import { refusedPage } from './refused.js';
import { saidFor } from './said.js';

/** The pages by which one begins a case: which kind, then as any other act. */
@Pages('apply')
export class BeginningPages {
  constructor(
    private readonly acts: ActsAnswer,
    private readonly drafts: Drafts,
    private readonly posting: Posting,
    private readonly commands: CommandBus,
    private readonly names: Names,
  ) {}

  @Get()
  choose(@Asks() asking: Asker): Shown | SeeOther {
    const beginnings = this.acts.beginnings(asking);
    const [only, ...others] = beginnings;
    if (only === undefined) throw new Problem('not-yours', 'In the role you act in, nobody begins a case.');
    if (others.length === 0) return new SeeOther(`/apply/${only.name}`);
    const items = beginnings.map(({ name, title }) => ({
      href: `/apply/${name}`,
      title: titleOf(name, title),
      what: descriptionOf[name],
    }));
    return new Shown('acts/apply', { title: 'What do you want to begin?', items });
  }

  @Get(':workflow')
  async question(
    @Param('workflow') name: string,
    @Query() query: Readonly<Record<string, unknown>>,
    @Asks() asking: Asker,
  ): Promise<Shown> {
    const { asked, act } = this.actOf(name, asking, query);
    const draft = await this.drafts.find(act.of, asking);
    if (act.fields.some(({ name: field }) => field === 'round') && asked.offers['round']?.length === 0)
      return new Shown('acts/no-round', viewOf(asked, act));
    const typed = typedIn(act, draft);
    const question = questionOf(act, typed, 'wrong' in query ? answersOf(act, typed).errors : []);
    return new Shown('acts/question', { ...viewOf(asked, act), ...question, hasDraft: draft !== undefined });
  }

  @Post(':workflow')
  async answer(
    @Param('workflow') name: string,
    @Req() request: FastifyRequest,
    @Asks() asking: Asker,
  ): Promise<SeeOther | Shown> {
    const posted = await this.posting.read(request, asking);
    const { asked, act } = this.actOf(name, asking);
    const goesOn = await takeAnswers(act, posted, { drafts: this.drafts, asking, later: '/' });
    if (posted.refused.length > 0) {
      const question = questionOf(act, posted.typed, posted.refused);
      return new Shown('acts/question', { ...viewOf(asked, act), ...question, hasDraft: true }, 422);
    }
    return goesOn;
  }

  @Get(':workflow/check')
  async check(@Param('workflow') name: string, @Asks() asking: Asker): Promise<Shown | SeeOther> {
    const { asked, act } = this.actOf(name, asking);
    const draft = await this.drafts.find(act.of, asking);
    if (draft === undefined) return new SeeOther(act.path);
    const { data, errors } = answersOf(act, draft.typed);
    if (errors.length > 0) return new SeeOther(`${act.path}?wrong`);
    const said = saidFor(act, data, this.names);
    const change = changesIn(act);
    const step = 'Check your answers';
    return new Shown('acts/check', { ...viewOf(asked, act), step, said, change, next: 'record', key: draft.key });
  }

  @Post(':workflow/record')
  async record(
    @Param('workflow') name: string,
    @PostedIn() form: PostedForm,
    @Asks() asking: Asker,
  ): Promise<SeeOther | Shown> {
    const { asked, act } = this.actOf(name, asking);
    const key = form.one('_key');
    const receipt = key === undefined ? undefined : await this.drafts.receipt(key, asking);
    if (receipt) return new SeeOther(`/cases/${receipt.case}/do/${receipt.type}/done/${receipt.revision}`);
    const draft = await this.drafts.find(act.of, asking);
    if (draft === undefined || draft.key !== key) return new SeeOther(act.path);
    const { data, errors } = answersOf(act, draft.typed);
    if (errors.length > 0) return new SeeOther(`${act.path}?wrong`);
    const { round, ...said } = data;
    const attempt = { key, command: fingerprintOf(asking, ['begin', name, data]) };
    const inRound = typeof round === 'string' ? round : undefined;
    const acted = await this.commands.execute(
      new Begin(asked.workflow.name, ccgOf(asked, asking), inRound, said, attempt, asking),
    );
    if (acted.outcome === 'recorded') {
      const became = { case: acted.caseId, type: act.of.type, revision: acted.event.revision };
      await this.drafts.became(draft, asking, became);
      return new SeeOther(`/cases/${became.case}/do/${became.type}/done/${became.revision}`);
    }
    if (acted.outcome === 'refused') return refusedPage(acted.refusal, viewOf(asked, act), act, draft);
    // The draft was changed after it was sent: what was sent stands, and this is another command.
    await this.drafts.renew(draft, asking);
    return new SeeOther(`${act.path}/check`);
  }

  /** Whoever comes back to where a form was sent, as after signing in again, goes on from what they typed. */
  @Get(':workflow/record')
  again(@Param('workflow') name: string): SeeOther {
    return new SeeOther(`/apply/${encodeURIComponent(name)}/check`);
  }

  @Post(':workflow/discard')
  async discard(@Param('workflow') name: string, @Asks() asking: Asker): Promise<SeeOther> {
    const { act } = this.actOf(name, asking);
    await this.drafts.discard(act.of, asking);
    return new SeeOther('/');
  }

  private actOf(
    name: string,
    asking: Asker,
    query: Readonly<Record<string, unknown>> = {},
  ): { readonly asked: AskedBeginning; readonly act: ActOf } {
    const asked = this.acts.beginning(name, asking);
    if (asked === undefined) throw new Problem('not-found', nothingHere);
    const { workflow, form, offers } = asked;
    const fields = [...(workflow.level === undefined ? [] : [roundField]), ...form.fields];
    const title = titleOf(workflow.name, workflow.title);
    const level = workflow.level === undefined ? {} : { level: [workflow.level] };
    const act: ActOf = {
      of: { about: workflow.name, type: workflow.begins },
      path: `/apply/${workflow.name}`,
      workflow,
      form,
      fields,
      offers: { ...offers, ...levelOffer(workflow.level, form.fields) },
      label: title,
      title: `${title}, not begun yet`,
      given: { ...givenIn(fields, offers), ...level, ...givenFrom(query, fields) },
      faultsIn: ({ round, ...data }) => [
        ...(workflow.level !== undefined && round === undefined ? [noRound] : []),
        ...this.acts.faultsIn(workflow, workflow.begins, data),
      ],
    };
    return { asked, act };
  }
}

const noRound = { field: 'round', message: 'Select the round' };

const roundField: Field = {
  name: 'round',
  kind: 'text',
  longest: 20,
  label: 'Which round do you apply in?',
  asks: 'Enter the id of the round',
  limits: [],
};

/** The level is the workflow's: there is nothing else to choose. */
function levelOffer(level: string | undefined, fields: readonly Field[]) {
  const field = fields.find(({ name }) => name === 'level');
  if (level === undefined || field?.kind !== 'radios') return {};
  return { level: field.options.filter(({ value }) => value === level) };
}

const titleOf = (name: string, title: string): string => titles[name] ?? title;

const titles: Readonly<Record<string, string>> = {
  'delegated-commissioning': 'Apply for delegated commissioning',
  'joint-commissioning': 'Apply for joint commissioning',
  'greater-involvement': 'Ask for greater involvement',
  'membership-request': 'Request a change of membership',
  'committee-meeting': 'Convene a meeting',
};

const descriptionOf: Readonly<Record<string, string>> = {
  'delegated-commissioning':
    'The CCG takes on primary care commissioning. Members vote, NHS England’s region assures and its national committee decides.',
  'joint-commissioning': 'The CCG and NHS England decide together in a joint committee. The region decides.',
  'greater-involvement': 'The CCG is heard before NHS England decides. Nothing needs approval.',
  'membership-request': 'Practices join, leave, move between CCGs or merge.',
  'committee-meeting': 'A committee meets to decide on applications.',
};

/** Whoever acts for a CCG begins a case of it; a practice begins one about its CCG by its own code. */
function ccgOf({ workflow }: AskedBeginning, { grants: [grant] }: Asker): string | undefined {
  if (grant === undefined || workflow.name === 'committee-meeting') return undefined;
  return actsFor[grant.role] === 'ccg' ? grant.organisation : undefined;
}

const viewOf = (asked: AskedBeginning, act: ActOf): View => ({
  title: act.label,
  meaning: descriptionOf[asked.workflow.name],
  path: act.path,
  breadcrumbs: [{ text: 'Home', href: '/' }],
});
