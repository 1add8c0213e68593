/** Pages of imports: a file is uploaded, looked at, confirmed, and recorded. */
import { Get, Logger, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { OneOf, Optional } from '../../../libs/forms/decorators.js';
import { fieldsOf } from '../../../libs/forms/form.js';
import type { FieldError } from '../../../libs/workflow/index.js';
import { hold } from '../../../libs/workflow/shapes.js';
import { misfitsIn } from '../../../libs/workflow/spans.js';
import { londonDay } from '../../../libs/workflow/london.js';
import { holds, type Asker } from '../access/asker.js';
import { Asks, OnlyFor } from '../access/sign-in.guard.js';
import { ServiceClock } from '../clock/clock.js';
import { askedOf as fieldsAsked, pageErrors } from '../forms/asked.js';
import { readParts } from '../forms/parts.js';
import { readTyped } from '../forms/read-typed.js';
import { Download, SeeOther, Shown } from '../pages/answered.js';
import { csvOf } from '../pages/csv.js';
import { askedOf } from '../pages/listing.js';
import { Pages } from '../pages/page.js';
import { noRoomOr } from '../problems/no-room.js';
import { nothingHere, Problem } from '../problems/problem.js';
import { Whole } from '../requests/fields.js';
import { IdIn } from '../requests/id-pipe.js';
import type { Typed } from '../session/posted-form.js';
import { sessionOf } from '../session/session-of.js';
import { linesOf, shown, type Shown as Kind } from './import-json.js';
import { largestImport, type Import, type Received } from './import-store.js';
import { Imports, type Begun, type Confirmed, type Upload } from './imports.js';
import { files, ImportQuery, registrar } from './requests.js';
import { cellsOf, headOf, importsView, importView, overtakenView } from './view.js';

class LinesQuery {
  @Optional('To see the lines of one kind.') @OneOf('the lines to show', shown) show?: Kind;
  @Whole('the line to go on after', 0, 1_000_000_000) after = 0;
}

/** Milliseconds that a page waits for an import to be recorded, before it shows how far it is. */
const patience = 2_000;

const fields = fieldsOf(ImportQuery);

@OnlyFor('registrar')
@Pages('register/imports')
export class ImportPages {
  readonly #logger = new Logger('Import');

  constructor(
    private readonly imports: Imports,
    private readonly clock: ServiceClock,
  ) {}

  @OnlyFor('registrar', 'auditor')
  @Get()
  async list(@Asks() asker: Asker): Promise<Shown> {
    return new Shown('imports/list', importsView(await this.imports.list(), holds(asker, 'registrar')));
  }

  @Get('new')
  form(): Shown {
    return formPage({}, []);
  }

  @Post()
  async upload(@Req() request: FastifyRequest, @Asks() asker: Asker): Promise<SeeOther | Shown> {
    const by = registrar(asker);
    const taken: { file?: Received; isTooLarge?: true } = {};
    try {
      const form = await readParts(request, sessionOf(request), async (_, file) => {
        if (taken.file !== undefined) return;
        const received = await this.imports.receive(file);
        if (received === undefined) taken.isTooLarge = true;
        else taken.file = received;
        file.resume();
      });
      const typed = form.typed();
      const { file } = taken;
      if (file === undefined)
        return formPage(typed, [{ field: 'file', message: taken.isTooLarge ? tooLarge : 'Select a file' }]);
      const { said, errors } = this.#said(typed);
      if (errors.length > 0) return formPage(typed, errors);
      const key = form.one('_key');
      const begun = await this.imports.beginWith(file, { ...said, ...(key !== undefined && { key }) }, by);
      if (!('import' in begun)) return formPage(typed, [faultOf(begun)]);
      return new SeeOther(`/register/imports/${begun.import.id}`);
    } catch (fault) {
      throw noRoomOr(fault, 'The file');
    } finally {
      if (taken.file) await this.imports.letGo(taken.file);
    }
  }

  @OnlyFor('registrar', 'auditor')
  @Get(':id')
  async one(
    @IdIn(nothingHere) id: string,
    @Query() query: Readonly<Record<string, unknown>>,
    @Asks() asker: Asker,
  ): Promise<Shown> {
    const it = await this.#known(id);
    const { asked } = askedOf(LinesQuery, query);
    const state = { isUnderWay: this.imports.isUnderWay(id), mayConfirm: holds(asker, 'registrar') };
    return new Shown('imports/import', importView(it, await this.imports.recordingOf(id), asked, state));
  }

  @OnlyFor('registrar', 'auditor')
  @Get(':id/lines')
  async lines(@IdIn(nothingHere) id: string, @Query() query: Readonly<Record<string, unknown>>): Promise<Download> {
    const it = await this.#known(id);
    const { show } = askedOf(LinesQuery, query).asked;
    if (show === undefined) throw new Problem('not-found', nothingHere);
    const { lines } = linesOf(it, { show, after: 0, limit: Number.MAX_SAFE_INTEGER });
    return new Download(`import-${it.kind}-${show}.csv`, 'text/csv', csvOf(headOf(show), lines.map(cellsOf)));
  }

  /** Waits a little; whoever has more to record is shown how far it is. Again, it goes on where it is. */
  @Post(':id/confirm')
  async confirm(@IdIn(nothingHere) id: string, @Asks() asker: Asker): Promise<SeeOther | Shown> {
    const it = await this.#known(id);
    const confirming = this.imports.confirm(it, registrar(asker)).catch((fault: unknown) => {
      throw noRoomOr(fault, 'The confirmation');
    });
    const page = new AbortController();
    const outcome = await Promise.race([
      confirming,
      setTimeout(patience, 'under way' as const, { signal: page.signal }).catch(() => 'under way' as const),
    ]);
    page.abort();
    if (outcome !== 'under way') return afterConfirming(it, outcome);
    confirming.catch((fault: unknown) => this.#logger.error(fault));
    return new SeeOther(`/register/imports/${id}`);
  }

  #said(typed: Typed): { readonly said: Pick<Upload, 'kind' | 'on'>; readonly errors: readonly FieldError[] } {
    const { data, errors } = readTyped(fields, typed);
    const held = hold(ImportQuery, data, { nulls: 'refused' });
    const faults = held.ok ? misfitsIn(ImportQuery, held.value, londonDay(this.clock.now())) : held.fields;
    // Held against its class: there is nothing else in it.
    return { said: data, errors: [...errors, ...faults] };
  }

  async #known(id: string): Promise<Import> {
    const found = await this.imports.find(id);
    if (found === undefined) throw new Problem('not-found', nothingHere);
    return found;
  }
}

function formPage(typed: Typed, errors: readonly FieldError[]): Shown {
  const asked = fieldsAsked(fields, { typed, errors });
  const view = {
    title: 'Upload a file of ODS',
    breadcrumbs: [
      { text: 'Register', href: '/register' },
      { text: 'Imports', href: '/register/imports' },
    ],
    asked,
    fileError: errors.find(({ field }) => field === 'file')?.message,
    errors: pageErrors(errors, asked),
    key: randomUUID(),
    largest: largestImport,
  };
  return new Shown('imports/upload', view, errors.length > 0 ? 422 : 200);
}

function afterConfirming(it: Import, outcome: Confirmed): SeeOther | Shown {
  if (outcome.outcome === 'recorded') return new SeeOther(`/register/imports/${it.id}`);
  return new Shown('register/list', overtakenView(it, outcome), 409);
}

const tooLarge = `Select a file of ${largestImport / 1024 / 1024} MB or smaller`;

/** What is wrong with a file, at the field where it is mended. */
function faultOf(begun: Exclude<Begun, { readonly import: Import }>): FieldError {
  const at = (field: string, message: string): FieldError => ({ field, message });
  switch (begun.outcome) {
    case 'too-large':
      return at('file', tooLarge);
    case 'too-many-lines':
      return at('file', 'Select a file of ODS: this one has more lines than any of them');
    case 'empty':
      return at('file', 'Select a file that is not empty');
    case 'unknown-kind':
      return at('file', 'Select a file of ODS: the columns of this one are none of eccg, epraccur or list sizes');
    case 'other-kind':
      return at(
        'kind',
        `Select “${files[begun.kind]}”, which the columns of the file say it is, or upload another file`,
      );
    case 'day-missing':
      return at('on', 'Enter the date on which the list sizes were counted');
    case 'day-unasked':
      return at('on', 'Leave the date empty: this file carries its own dates');
    case 'key-reused':
      return at('file', 'Upload the file again: another one was sent from this page before');
  }
}
