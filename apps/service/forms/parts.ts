/** Forms with files, read part by part (RFC 7578). */
import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import type { FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
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
  const { body, headers } = request;
  const parser = parserFor(headers);
  const pairs: (readonly [string, string])[] = [];
  let isOurs = false;
  let taking = Promise.resolve();
  return new Promise<PostedForm>((resolve, reject) => {
    const fail = (fault: unknown): void => {
      (body as Readable).unpipe(parser);
      (body as Readable).resume();
      reject(fault instanceof Error ? fault : new Error(String(fault)));
    };
    parser.on('field', (name, value) => {
      isOurs ||= name === csrfField && isOwn(session, value);
      pairs.push([name, value.replaceAll('\r\n', '\n')]);
    });
    parser.on('file', (name, file, fileName) => {
      // A file field that was left empty comes as a file without a name.
      if (!fileName || !isOurs) file.resume();
      if (isOurs && fileName) taking = taking.then(() => take(name, file, fileName));
      taking.catch(fail);
    });
    parser.on('partsLimit', () => fail(new Problem('malformed', `A form has ${mostFields} fields at most.`)));
    parser.on('error', () =>
      fail(new Problem('malformed', 'The form cannot be read. Open its page again, and send it from there.')),
    );
    parser.on('finish', () => {
      taking.then(() => (isOurs ? resolve(PostedForm.of(pairs)) : reject(new Forged(PostedForm.of(pairs)))), reject);
    });
    (body as Readable).pipe(parser);
  });
}

/** Reads what was typed into a form that is sent in parts, and none of its files: where nobody is signed in. Undefined for what cannot be read, or is too long. */
export async function readTypedParts(
  body: Readable,
  headers: FastifyRequest['headers'],
  longest: number,
): Promise<PostedForm | undefined> {
  const pairs: (readonly [string, string])[] = [];
  let length = 0;
  try {
    const parser = parserFor(headers);
    parser.on('field', (name, value, _nameIsCut, isCut) => {
      length += isCut ? longest : 0;
      length += name.length + value.length;
      if (length <= longest) pairs.push([name, value.replaceAll('\r\n', '\n')]);
    });
    parser.on('file', (_name, file) => file.resume());
    await pipeline(body, parser);
    return length <= longest ? PostedForm.of(pairs) : undefined;
  } catch {
    return undefined;
  }
}

function parserFor(headers: FastifyRequest['headers']): BusboyInstance {
  const limits = { fieldSize: longestField, files: mostFiles, fields: mostFields, parts: mostFields + mostFiles };
  try {
    return new Busboy({ headers: headers as BusboyHeaders, limits });
  } catch {
    throw new Problem('malformed', 'The form cannot be read. Open its page again, and send it from there.');
  }
}
