/** Forms with files, read part by part (RFC 7578). */
import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import type { FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { mostFields } from '../pages/form-bodies.js';
import { Problem } from '../problems/problem.js';
import { csrfField, Forged, isOwn } from '../session/forgery.js';
import { PostedForm } from '../session/posted-form.js';
import type { FoundSession } from '../session/sessions.js';

/** Most files in one form. */
const mostFiles = 50;
/** Longest text of one field, in bytes. */
const longestField = 64 * 1024;

/** Takes a file: must read it to its end, or leave it to be read away. What it throws ends the form. */
export type TakeFile = (name: string, file: Readable, fileName: string) => Promise<void>;

/**
 * Reads a form that is sent in parts. The first part is what the session put into the form; without it, no file is looked at.
 *
 * @throws Problem
 */
export async function readParts(request: FastifyRequest, session: FoundSession, take: TakeFile): Promise<PostedForm> {
  const seen = { isOurs: false, isEarly: false };
  const form = await read(request, {
    field: (name, value) => (seen.isOurs ||= name === csrfField && isOwn(session, value)),
    // Asked as the file comes: what the session put in may not come behind it.
    takesFiles: () => {
      seen.isEarly ||= !seen.isOurs;
      return seen.isOurs;
    },
    file: take,
  });
  // What was typed is not lost where it is merely from before one signed in again.
  if (!seen.isOurs || seen.isEarly) throw new Forged(form);
  return form;
}

/** What was typed into a form that is sent in parts, by whoever; its files are read away. @throws Problem */
export async function readFields(request: FastifyRequest): Promise<PostedForm> {
  const seen = { isWhole: true };
  const form = await read(request, {
    field: (_name, _value, isCut) => (seen.isWhole &&= !isCut),
    takesFiles: () => false,
    file: async (_, file) => void file.resume(),
  });
  if (!seen.isWhole) throw unreadable();
  return form;
}

interface Reader {
  /** `isCut`: whether it was longer than is read. */
  readonly field: (name: string, value: string, isCut: boolean) => unknown;
  /** Whether files are looked at yet; those that are not are read away. */
  readonly takesFiles: () => boolean;
  readonly file: TakeFile;
}

function read({ body, headers }: FastifyRequest, { field, takesFiles, file: takeFile }: Reader): Promise<PostedForm> {
  const parser = parserFor(headers);
  const source = body as Readable; // as form-bodies.ts hands it over
  const pairs: (readonly [string, string])[] = [];
  let taking = Promise.resolve();
  return new Promise<PostedForm>((resolve, reject) => {
    const fail = (fault: unknown): void => {
      // What is still on its way is read away, so that the answer reaches whoever sends it.
      source.unpipe(parser);
      source.resume();
      reject(fault instanceof Error ? fault : new Error(String(fault)));
    };
    parser.on('field', (name, value, _nameIsCut, isCut) => {
      field(name, value, isCut);
      pairs.push([name, value.replaceAll('\r\n', '\n')]);
    });
    parser.on('file', (name, file, fileName) => {
      // A file field that was left empty comes as a file without a name.
      if (!fileName || !takesFiles()) file.resume();
      else taking = taking.then(() => takeFile(name, file, fileName));
      taking.catch(fail);
    });
    parser.on('partsLimit', () => fail(new Problem('malformed', `A form has ${mostFields} fields at most.`)));
    parser.on('error', () => fail(unreadable()));
    parser.on('finish', () => void taking.then(() => resolve(PostedForm.of(pairs)), fail));
    source.on('error', fail).pipe(parser);
  });
}

const unreadable = (): Problem =>
  new Problem('malformed', 'The form cannot be read. Open its page again, and send it from there.');

function parserFor(headers: FastifyRequest['headers']): BusboyInstance {
  const limits = { fieldSize: longestField, files: mostFiles, fields: mostFields, parts: mostFields + mostFiles };
  try {
    return new Busboy({ headers: headers as BusboyHeaders, limits }); // a content type is there, or it would not be in parts
  } catch {
    throw unreadable();
  }
}
