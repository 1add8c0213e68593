/** What a browser sent of a question page: fields, and documents that were taken in on the way. */
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Asker } from '../access/asker.js';
import { Intake } from '../documents/intake.js';
import { largestDocument } from '../documents/store.js';
import { readParts } from '../forms/parts.js';
import { Problem } from '../problems/problem.js';
import { isInParts } from '../session/forgery.js';
import { PostedForm, type Typed } from '../session/posted-form.js';
import { sessionOf } from '../session/session-of.js';

export interface Posted {
  readonly form: PostedForm;
  readonly typed: Typed;
  /** What was wrong with a file, by the field it was for. */
  readonly refused: readonly { readonly field: string; readonly message: string }[];
}

/** Ending of the name of a field that takes a file. */
const fileField = '-file';

@Injectable()
export class Posting {
  constructor(private readonly intake: Intake) {}

  /** @throws Problem */
  async read(request: FastifyRequest, asking: Asker): Promise<Posted> {
    if (!isInParts(request.headers['content-type'])) {
      const { body } = request;
      if (!(body instanceof PostedForm)) throw new Problem('malformed', 'Send the form from its page.');
      return { form: body, typed: body.typed(), refused: [] };
    }
    const files: Record<string, readonly string[]> = {};
    const refused: { field: string; message: string }[] = [];
    const form = await readParts(request, sessionOf(request), async (name, file, fileName) => {
      const field = name.endsWith(fileField) ? name.slice(0, -fileField.length) : name;
      try {
        const { document } = await this.intake.take(file, largestDocument, asking);
        files[field] = [document.sha256];
        files[`${field}-name`] = [fileName.slice(0, 200)];
        files[`${field}-size`] = [sizeInWords(document.size)];
      } catch (fault) {
        file.resume();
        if (!(fault instanceof Problem)) throw fault;
        refused.push({ field, message: `${fileName.slice(0, 100)}: ${fault.document.detail}` });
      }
    });
    return { form, typed: titled({ ...form.typed(), ...files }, Object.keys(files)), refused };
  }
}

/** A file that was given no title is called as its file is. */
function titled(typed: Typed, taken: readonly string[]): Typed {
  const titles = taken
    .filter((name) => name.endsWith('.sha256'))
    .map(
      (name) => [name.replace(/\.sha256$/, '.title'), typed[`${name}-name`]?.[0]?.replace(/\.\w{1,5}$/, '')] as const,
    )
    .flatMap(([name, title]) => (title && !typed[name]?.[0]?.trim() ? [[name, [title]] as const] : []));
  return { ...typed, ...Object.fromEntries(titles) };
}

/** Bytes → “2.4 MB” */
export function sizeInWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1_000, 'kB'] : [bytes / 1_000_000, 'MB'];
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}
