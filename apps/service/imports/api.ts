import { Controller, Get, Headers, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Asker } from '../access/asker.js';
import { Asks, OnlyFor } from '../access/sign-in.guard.js';
import { ok, Says } from '../contract/says.js';
import { isUuid } from '../ledger/ids.js';
import { noRoomOr } from '../problems/no-room.js';
import { Problem } from '../problems/problem.js';
import { OneOf, Optional } from '../../../libs/forms/decorators.js';
import { Whole } from '../requests/fields.js';
import { wholeForm } from '../../../libs/workflow/unusable.js';
import { IdIn } from '../requests/id-pipe.js';
import { importJson, linesOf, recordedJson, shown, type Shown } from './import-json.js';
import { largestImport, type Import } from './import-store.js';
import { importRecordedShape, importShape, type ImportJson, type ImportRecorded } from './shapes.js';
import { Imports, type Begun, type Confirmed } from './imports.js';
import { ImportQuery, mostTold, registrar } from './requests.js';

const noImport = 'There is no such import. Upload the file again.';

class PreviewQuery {
  @Optional('To see a page of the lines of one kind.')
  @OneOf('the lines to show', shown)
  show?: Shown;
  @Whole('the line to go on after', 0, 1_000_000_000) after = 0;
  @Whole('the most lines in a page', 1, 1_000) limit = 100;
}

/** ODS files into the register: a preview first, recorded on confirmation. For registrars. */
@OnlyFor('registrar')
@Controller('api/register/imports')
export class ImportsController {
  constructor(private readonly imports: Imports) {}

  @Says({
    tag: 'Register',
    summary: 'Upload a file of ODS and see what it would change',
    description:
      'For registrars. The body is the file as ODS publishes it: `eccg` (ccgs), `epraccur` (practices), or patients registered by sex ' +
      'and age band (list-sizes), as CSV in UTF-8, 64 MiB at most. CCGs come first, then practices, then list sizes. Nothing is ' +
      'recorded. Lines that are wrong are refused, each with how to mend it; lines that are no business of the register are left out, ' +
      'by reason. Neither keeps the others from being recorded. Confirm the preview to record it.',
    headers: ['Idempotency-Key'],
    body: 'text/csv',
    answers: { 201: { description: 'The preview', schema: importShape, headers: ['Location'] } },
    problems: ['not-yours', 'malformed', 'too-large', 'media-type', 'key-reused'],
  })
  @Post()
  async begin(
    @Query() { kind, on }: ImportQuery,
    @Headers('content-length') length: string | undefined,
    @Headers('idempotency-key') key: string | undefined,
    @Asks() asking: Asker,
    @Req() { raw, headers }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportJson> {
    const by = registrar(asking);
    if (!/^text\/csv *(; *charset="?utf-8"?)? *$/i.test(headers['content-type'] ?? ''))
      throw new Problem(
        'media-type',
        'Send the file as the body of the request, with Content-Type: text/csv, in UTF-8.',
      );
    if (key !== undefined && !isUuid(key))
      throw new Problem('malformed', 'Send Idempotency-Key as a UUID, a new one for each file.');
    if (Number(length ?? 0) > largestImport) throw refused({ outcome: 'too-large' });
    const upload = { source: raw, ...(kind && { kind }), ...(on && { on }), ...(key && { key }) };
    const begun = await this.imports.begin(upload, by).catch((fault: unknown) => {
      throw raw.readableAborted
        ? new Problem('malformed', 'The upload broke off. Send the file again.')
        : noRoomOr(fault, 'The file');
    });
    if (!('import' in begun)) throw refused(begun);
    const { id } = begun.import;
    reply.status(201).header('location', `/api/register/imports/${id}`);
    return importJson(begun.import, await this.imports.recordingOf(id));
  }

  @OnlyFor('registrar', 'auditor')
  @Says({
    tag: 'Register',
    summary: 'The preview of an import, and how far its recording is',
    description:
      'For registrars and auditors. As it was when the file was uploaded. With `show` a page of the lines of one kind.',
    answers: ok('The preview', importShape),
    problems: ['not-found', 'not-yours'],
  })
  @Get(':id')
  async find(@IdIn(noImport) id: string, @Query() { show, after, limit }: PreviewQuery): Promise<ImportJson> {
    const it = await this.known(id);
    const answer = importJson(it, await this.imports.recordingOf(id));
    return show === undefined ? answer : { ...answer, show, ...linesOf(it, { show, after, limit }) };
  }

  /** Records what the preview says. Again, it answers as the first time. */
  @Says({
    tag: 'Register',
    summary: 'Record what the preview says',
    description:
      'For registrars. The file is compared anew: when it would change anything else by now, nothing is recorded and the answer names ' +
      'what differs. Again, it answers as the first time; what broke off goes on.',
    answers: ok('What was recorded, and when', importRecordedShape),
    problems: ['not-found', 'not-yours', 'register-changed'],
  })
  @Post(':id/confirm')
  @HttpCode(200)
  async confirm(@IdIn(noImport) id: string, @Asks() asking: Asker): Promise<ImportRecorded> {
    const by = registrar(asking);
    const confirmed = await this.imports.confirm(await this.known(id), by).catch((fault: unknown) => {
      throw noRoomOr(fault, 'The confirmation');
    });
    if (confirmed.outcome !== 'recorded') throw overtaken(confirmed);
    const { confirmation } = confirmed;
    return { id, status: 'recorded', ...recordedJson({ confirmation, recorded: confirmation.facts.length }) };
  }

  private async known(id: string): Promise<Import> {
    const found = await this.imports.find(id);
    if (found === undefined) throw new Problem('not-found', noImport);
    return found;
  }
}

function refused(begun: Exclude<Begun, { readonly import: Import }>): Problem {
  const field = (name: string, message: string): Problem =>
    new Problem('invalid', `${message}.`, { fields: [{ field: name, message }] });
  switch (begun.outcome) {
    case 'too-large':
      return new Problem('too-large', `A file may have ${largestImport / 1024 / 1024} MiB at most.`);
    case 'too-many-lines':
      return new Problem('too-large', 'The file has more lines than any file of ODS. Check that it is one.');
    case 'empty':
      return new Problem('invalid', 'The file is empty. Send it as the body of the request.');
    case 'unknown-kind':
      return field('kind', 'Enter kind, or send a file of ODS: its columns are none of eccg, epraccur or list sizes');
    case 'other-kind':
      return field(
        'kind',
        `Enter kind as ${begun.kind}, which the columns of the file say it is, or send another file`,
      );
    case 'day-missing':
      return field('on', 'Enter on as the day the list sizes were counted, YYYY-MM-DD');
    case 'day-unasked':
      return field('on', 'Leave on out: this file carries its own dates');
    case 'key-reused':
      return new Problem('key-reused', 'That key came with another file or other parameters. Send a new UUID.');
  }
}

function overtaken(confirmed: Exclude<Confirmed, { readonly outcome: 'recorded' }>): Problem {
  const again = 'Upload the file again to see what it would change now.';
  if (confirmed.outcome === 'broke-off') {
    const { recorded, because } = confirmed;
    return new Problem('register-changed', `${recorded} facts were recorded, then: ${because} ${again}`);
  }
  const { differences } = confirmed;
  const fields = differences.slice(0, mostTold).map(({ line, code, then, now }) => ({
    field: code ?? wholeForm,
    message: `Line ${line}: was “${then}”, would now be “${now}”`,
  }));
  const count = differences.length === 1 ? 'one line' : `${differences.length} lines`;
  return new Problem('register-changed', `Nothing was recorded: ${count} would now change something else. ${again}`, {
    fields,
  });
}
