/** Imports as the API answers with them. */
import {
  anything,
  day,
  hash,
  instant,
  listOf,
  mapOf,
  named,
  oneOf,
  only,
  orNull,
  refTo,
  shape,
  text,
  told,
  uuid,
  whole,
  type Named,
  type Said,
} from '../../../libs/forms/shape.js';
import type { RefusedLine } from '../../../libs/register/ods/lines.js';
import type { AcceptedLine } from '../../../libs/register/ods/preview.js';
import type { LeftOutLine } from '../../../libs/register/ods/rows.js';

export type ImportLine = AcceptedLine | RefusedLine | LeftOutLine;

export const importLineShape: Named<ImportLine> = named(
  'ImportLine',
  told(
    shape(
      {
        line: told(whole, 'From 1'),
        code: orNull(text),
        name: text,
        what: listOf(text),
        detail: text,
        facts: told(listOf(shape({ type: text, data: anything })), 'What would be recorded'),
        because: told(text, 'Why it was refused'),
        mend: told(text, 'How to mend it'),
        leftOut: told(text, 'Why it is no business of the register'),
      },
      'name',
      'what',
      'detail',
      'facts',
      'because',
      'mend',
      'leftOut',
    ),
    'A line that would be recorded, is refused, or is left out',
  ),
);

const person = shape({ id: text, name: text });

export const importProgressShape = named(
  'ImportProgress',
  shape({ at: instant, by: person, facts: told(whole, 'In all'), recorded: told(whole, 'So far') }),
);
export type ImportProgress = Said<typeof importProgressShape>;

/** The preview in figures, with the first lines of each kind; with `show` a page of the lines of one kind. */
export const importShape = named(
  'Import',
  shape(
    {
      id: uuid,
      kind: oneOf('ccgs', 'practices', 'list-sizes'),
      on: told(day, 'Day on which list sizes were counted'),
      sha256: hash,
      size: told(whole, 'Bytes'),
      at: instant,
      by: person,
      status: oneOf('previewed', 'recording', 'recorded'),
      counts: told(
        mapOf(whole),
        'Lines, by what becomes of them; `facts` to record; `notInFile`: in the register and not in the file',
      ),
      leftOut: told(mapOf(whole), 'Lines that were left out, by reason'),
      advice: told(listOf(text), 'What to do first'),
      samples: told(mapOf(listOf(refTo(importLineShape))), 'The first lines of each kind'),
      recorded: refTo(importProgressShape),
      show: text,
      lines: listOf(refTo(importLineShape)),
      next: told(whole, 'Line to go on after'),
      links: mapOf(text),
    },
    'on',
    'recorded',
    'show',
    'lines',
    'next',
  ),
);
export type ImportJson = Said<typeof importShape>;

export const importRecordedShape = named(
  'ImportRecorded',
  shape({ id: uuid, status: only('recorded'), at: instant, by: person, facts: whole, recorded: whole }),
);
export type ImportRecorded = Said<typeof importRecordedShape>;
