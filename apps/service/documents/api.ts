import { Controller, Get, Headers, Param, Put, Req, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { hash, named, shape, text, told, whole, type Named } from '../../../libs/forms/shape.js';
import type { Asker } from '../access/asker.js';
import { Asks } from '../access/sign-in.guard.js';
import { Readings } from '../access/readings.js';
import { Says } from '../contract/says.js';
import { Problem } from '../problems/problem.js';
import { Documents } from './documents.js';
import { Intake } from './intake.js';
import { endingOf } from './kinds.js';
import { DocumentStore, largestDocument, type Document } from './store.js';

export const documentShape: Named<Document> = named(
  'Document',
  shape({ sha256: hash, size: told(whole, 'Bytes'), type: text }),
);

/** Documents that events speak of, by the SHA-256 of their bytes. */
@Controller('api/documents')
export class DocumentsController {
  constructor(
    private readonly store: DocumentStore,
    private readonly documents: Documents,
    private readonly intake: Intake,
    private readonly readings: Readings,
  ) {}

  /** Takes a document. The same bytes again are the same document. */
  @Says({
    tag: 'Documents',
    summary: 'Store a document',
    description:
      'The bytes are the body, whatever content type they are sent with: PDF, DOCX, XLSX, ODT, ODS, PNG, JPEG, or plain text in UTF-8, ' +
      '20 MiB at most, and of one organisation 200 a day, 1 GiB together. Events name a document by its SHA-256; one that no event ' +
      'names within 30 days is removed.',
    body: 'application/octet-stream',
    answers: {
      200: { description: 'Your organisation has stored it before', schema: documentShape, headers: ['Location'] },
      201: { description: 'Stored', schema: documentShape, headers: ['Location'] },
    },
    problems: ['not-yours', 'too-large', 'media-type', 'invalid', 'too-many-requests'],
  })
  @Put()
  async put(
    @Headers('content-length') length: string | undefined,
    @Asks() asking: Asker,
    @Req() { raw }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Document> {
    const { document, isNew } = await this.intake.take(raw, Number(length ?? largestDocument), asking);
    reply.status(isNew ? 201 : 200).header('location', `/api/documents/${document.sha256}`);
    return document;
  }

  @Says({
    tag: 'Documents',
    summary: 'A document',
    description: 'For the organisation that stored it, and for whoever sees an event that names it.',
    headers: ['If-None-Match'],
    answers: {
      200: { description: 'Its bytes, as an attachment', media: ['application/octet-stream'], headers: ['ETag'] },
      304: { description: 'You have it' },
    },
    problems: ['not-found', 'stored-file-gone', 'stored-file-changed'],
  })
  @Get(':sha256')
  async get(
    @Param('sha256') name: string,
    @Headers('if-none-match') known: string | undefined,
    @Asks() asking: Asker,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    const found = await this.documents.find(name, asking);
    if (found === undefined) throw new Problem('not-found', 'There is no such document, or none that you may see.');
    const { sha256, type, size } = found;
    const tag = `"${sha256}"`;
    if (known?.includes(tag)) {
      await this.readings.note(asking, 'DocumentRead', { sha256 });
      reply.header('etag', tag).status(304);
      return undefined;
    }
    // Before the reading is recorded and the first byte is sent: what was stored, or nothing.
    const file = await this.store.open(sha256);
    try {
      await this.readings.note(asking, 'DocumentRead', { sha256 });
    } catch (fault) {
      await file.close();
      throw fault;
    }
    reply.header('etag', tag);
    const disposition = `attachment; filename="${sha256}.${endingOf(type)}"`;
    return new StreamableFile(file.createReadStream({ start: 0 }), { type, disposition, length: size });
  }
}
