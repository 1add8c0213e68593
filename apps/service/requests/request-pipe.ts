import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { hold, isRecord, type Shape } from '../../../libs/workflow/shapes.js';
import type { Day } from '../../../libs/workflow/london.js';
import { wholeForm } from '../../../libs/workflow/unusable.js';
import { misfitsIn } from '../../../libs/workflow/spans.js';
import { Problem } from '../problems/problem.js';
import { verbatimIn } from './fields.js';
import { withoutEmpty } from './sent-empty.js';

/** What a single part of a path is of: taken as the text it is. */
const single = new Set<unknown>([String, Number, Boolean, Array, Object]);

/**
 * Holds what a request carries against its class, its days also against today; what is taken is of that class. Of each field the first fault is told, and fields that
 * nobody asks for are refused, not dropped.
 */
@Injectable()
export class RequestPipe implements PipeTransform {
  /** `today`: the day in London. */
  constructor(private readonly today: () => Day) {}

  transform(value: unknown, { metatype, type }: ArgumentMetadata): unknown {
    if (type === 'custom' || metatype === undefined || single.has(metatype)) return value;
    const shape = metatype as Shape;
    // A request without a body says nothing of what is asked for.
    const held = hold(shape, said(withoutEmpty(shape, value ?? {})), { nulls: 'taken', unread: verbatimIn(shape) });
    const fields = held.ok ? misfitsIn(shape, held.value, this.today()) : held.fields;
    if (!held.ok || fields.length > 0) throw new Problem('invalid', 'Check the fields named.', { fields });
    return Object.assign(new shape(), held.value);
  }
}

function said(value: unknown): Readonly<Record<string, unknown>> {
  if (isRecord(value) && !Buffer.isBuffer(value)) return value;
  throw new Problem('invalid', 'Send an object with the fields that are asked for.', {
    fields: [{ field: wholeForm, message: 'Enter an object with the fields that are asked for' }],
  });
}
