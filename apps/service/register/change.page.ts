/** The pages of whatever changes the register: question, check with what it falls on, and what was recorded. */
import { Get, Param, Post, Query } from '@nestjs/common';
import { fieldsOf } from '../../../libs/forms/form.js';
import type { FieldError } from '../../../libs/workflow/index.js';
import { wholeForm } from '../../../libs/workflow/unusable.js';
import { hold } from '../../../libs/workflow/shapes.js';
import { misfitsIn } from '../../../libs/workflow/spans.js';
import { holds, type Asker } from '../access/asker.js';
import { Asks, OnlyFor } from '../access/sign-in.guard.js';
import {
  answersOf,
  draftToCheck,
  questionOf,
  takeAnswers,
  typedIn,
  type Answers,
  type Asks as Questions,
} from '../acts/asking.js';
import { givenFrom } from '../acts/given.js';
import type { Recording } from '../casework/registering.js';
import { Drafts, type Draft } from '../drafts/drafts.js';
import { typedOf } from '../forms/typed-of.js';
import { referenceOf } from '../contract/about.js';
import { isUuid } from '../ledger/ids.js';
import { SeeOther, Shown, type View } from '../pages/answered.js';
import { Names } from '../pages/names.js';
import { Pages, Posted } from '../pages/page.js';
import { said } from '../pages/said.js';
import { nothingHere, Problem } from '../problems/problem.js';
import { fingerprintOf } from '../requests/keys.js';
import type { PostedForm } from '../session/posted-form.js';
import { RegisterAnswer } from './answer.js';
import { atRegister } from './ccgs-view.js';
import { changesOf, type Asking, type Change, type Changes } from './changes.js';
import { RegisterLists } from './lists-answer.js';
import { RecordedAnswer } from './recorded-answer.js';
import { recorderOf } from './recording.js';
import { declaring, Registrar, type Telling } from './registrar.js';

/** A change as its pages ask for it. */
interface Asked {
  readonly name: string;
  /** Whom it is about; undefined where that is asked for. */
  readonly of: string | undefined;
  readonly change: Change;
  readonly asking: Asking;
  readonly act: Questions;
}

@OnlyFor('registrar', ...declaring)
@Pages('register/change')
export class ChangePages {
  readonly #changes: Changes;

  constructor(
    private readonly registrar: Registrar,
    private readonly lists: RegisterLists,
    private readonly recorded: RecordedAnswer,
    private readonly drafts: Drafts,
    private readonly names: Names,
    answer: RegisterAnswer,
  ) {
    this.#changes = changesOf({ registrar, lists, answer });
  }

  @Get([':name', ':name/:of'])
  async question(
    @Param('name') name: string,
    @Param('of') of: string | undefined,
    @Query() query: Readonly<Record<string, unknown>>,
    @Asks() asker: Asker,
  ): Promise<Shown | SeeOther> {
    const asked = this.#asked(name, of, asker, query);
    if (asked.act.fields.length === 0) return new SeeOther(`${asked.act.path}/check`);
    const draft = await this.drafts.find(asked.act.of, asker);
    // What a link says is meant, whatever was begun before about somebody else.
    const isSaid = Object.keys(givenFrom(query, asked.act.fields)).length > 0;
    const typed = isSaid ? asked.act.given : typedIn(asked.act, draft);
    const errors = 'wrong' in query ? answersOf(asked.act, typed).errors : [];
    return new Shown('register/question', {
      ...viewOf(asked),
      ...questionOf(asked.act, typed, errors),
      hasDraft: draft !== undefined,
    });
  }

  @Post([':name', ':name/:of'])
  async answer(
    @Param('name') name: string,
    @Param('of') of: string | undefined,
    @Posted() form: PostedForm,
    @Asks() asker: Asker,
  ): Promise<SeeOther> {
    const asked = this.#asked(name, of, asker);
    const posted = { form, typed: form.typed(), refused: [] };
    return takeAnswers(asked.act, posted, { drafts: this.drafts, asking: asker, later: asked.asking.back.href });
  }

  /** Says on which cases it would fall before it does. */
  @Get([':name/check', ':name/:of/check'])
  async check(
    @Param('name') name: string,
    @Param('of') of: string | undefined,
    @Asks() asker: Asker,
  ): Promise<Shown | SeeOther> {
    const asked = this.#asked(name, of, asker);
    const draft = await draftToCheck(asked.act, this.drafts, asker);
    if (draft === undefined) return new SeeOther(asked.act.path);
    const answers = answersOf(asked.act, draft.typed);
    if (answers.errors.length > 0) return new SeeOther(`${asked.act.path}?wrong`);
    return this.#checked(asked, draft, answers, asker);
  }

  /** Once, however often the form is sent. */
  @Post([':name/record', ':name/:of/record'])
  async record(
    @Param('name') name: string,
    @Param('of') of: string | undefined,
    @Posted() form: PostedForm,
    @Asks() asker: Asker,
  ): Promise<SeeOther | Shown> {
    const key = form.one('_key') ?? 'none';
    const receipt = await this.drafts.receipt(key, asker);
    if (receipt) return new SeeOther(recordedAt(receipt));
    const asked = this.#asked(name, of, asker);
    const draft = await this.drafts.find(asked.act.of, asker);
    if (draft?.key !== key) return new SeeOther(asked.act.path);
    const answers = answersOf(asked.act, draft.typed);
    if (answers.errors.length > 0) return new SeeOther(`${asked.act.path}?wrong`);
    try {
      const tell = (): Telling => this.#telling(asked, draft, answers, asker);
      const { events } = await this.registrar.recordOnce(tell, this.#recording(asked, draft, answers, asker));
      const became = { case: registered, type: name, revision: events[0]?.revision ?? 0 };
      await this.drafts.became(draft, asker, became);
      return new SeeOther(recordedAt(became));
    } catch (thrown) {
      if (thrown instanceof Problem && ['rule', 'invalid'].includes(thrown.document.type.split('/').at(-1) ?? ''))
        return this.#checked(asked, draft, answers, asker);
      throw thrown;
    }
  }

  @Post([':name/discard', ':name/:of/discard'])
  async discard(
    @Param('name') name: string,
    @Param('of') of: string | undefined,
    @Asks() asker: Asker,
  ): Promise<SeeOther> {
    const asked = this.#asked(name, of, asker);
    await this.drafts.discard(asked.act.of, asker);
    return new SeeOther(asked.asking.back.href);
  }

  async #checked(asked: Asked, draft: Draft, answers: Answers, asker: Asker): Promise<Shown> {
    const view = {
      ...viewOf(asked),
      ...(asked.act.fields.length > 0 && { step: 'Check what you entered' }),
      said: said(asked.act.fields, settledOf(asked, answers), { naming: this.names }),
      reads: asked.change.reads?.(answers.data as never) ?? [],
      hasFields: asked.act.fields.length > 0,
      key: draft.key,
    };
    const no = (errors: readonly FieldError[], rule?: string): Shown =>
      new Shown('register/check', { ...view, errors: errors.map(({ message }) => ({ text: message })), rule }, 422);
    try {
      const telling = this.#telling(asked, draft, answers, asker);
      const rehearsed = await this.registrar.rehearse(telling, this.#recording(asked, draft, answers, asker));
      if (rehearsed.outcome === 'refused') return no([{ field: wholeForm, message: rehearsed.meaning }], telling.rule);
      return new Shown('register/check', { ...view, falls: this.recorded.touched(rehearsed.cases, asker) });
    } catch (thrown) {
      if (!(thrown instanceof Problem) || thrown.document.fields === undefined) throw thrown;
      return no(thrown.document.fields);
    }
  }

  #telling({ change, name, of }: Asked, { key }: Draft, { data }: Answers, asking: Asker): Telling {
    // What names nobody does not look.
    return change.telling(of ?? name, data as never, { asking, key });
  }

  #recording({ change, name, of }: Asked, { key }: Draft, { data }: Answers, asking: Asker): Recording {
    const command = fingerprintOf(asking, ['register', name, of, data]);
    return { actor: recorderOf(asking, change.by), key, command };
  }

  /** @throws Problem */
  #asked(name: string, of: string | undefined, asker: Asker, query: Readonly<Record<string, unknown>> = {}): Asked {
    const change = this.#changes.get(name);
    const asking = change && holds(asker, ...change.by) ? change.asking(of, asker) : undefined;
    if (change === undefined || asking === undefined) throw new Problem('not-found', nothingHere);
    const fields = fieldsOf(change.shape);
    const path = ['/register/change', name, ...(of === undefined ? [] : [encodeURIComponent(of)])].join('/');
    const act: Questions = {
      of: { about: path, type: name },
      path,
      fields,
      offers: this.lists.offers(fields),
      title: asking.about === undefined ? asking.title : `${asking.title} – ${asking.about}`,
      given: { ...typedOf(fields, asking.given ?? {}), ...givenFrom(query, fields) },
      faultsIn: (data) => {
        const held = hold(change.shape, data, { nulls: 'refused' });
        if (!held.ok) return held.fields;
        const misfits = misfitsIn(change.shape, held.value, this.lists.today());
        return [...misfits, ...(change.faultsIn?.(held.value as never) ?? [])];
      },
    };
    return { name, of, change, asking, act };
  }
}

/** Of answers without a fault. */
const settledOf = ({ change }: Asked, { data }: Answers): Answers['data'] => ({
  ...(change.settled?.(data as never) ?? data),
});

/** Stands for a case in the receipts of what the register was told. */
const registered = 'register';

const recordedAt = ({ revision }: { readonly revision: number }): string => `/register/recorded/${revision}`;

const viewOf = ({ change, asking, of, act: { path } }: Asked): View & { readonly path: string } => ({
  title: asking.title,
  ...(of !== undefined && isUuid(of) && { reference: referenceOf(of) }),
  ...(asking.about !== undefined && { about: asking.about }),
  lead: asking.lead ?? [],
  breadcrumbs: [...(asking.back.href.startsWith('/register/') ? [atRegister] : []), asking.back],
  buttonText: change.button,
  path,
  back: asking.back,
});
