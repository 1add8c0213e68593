import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { hold, isRecord, type Shape } from '../../../libs/workflow/shapes.js';
import { Problem } from '../problems/problem.js';
import { verbatimIn } from './fields.js';

/** What a single part of a path is of: taken as the text it is. */
const single = new Set<unknown>([String, Number, Boolean, Array, Object]);

/**
 * Holds what a request carries against its class; what is taken is of that class. Of each field the first fault is told, and fields that
 * nobody asks for are refused, not dropped.
 */
@Injectable()
export class RequestPipe implements PipeTransform {
  transform(value: unknown, { metatype, type }: ArgumentMetadata): unknown {
    if (type === 'custom' || metatype === undefined || single.has(metatype)) return value;
    const shape = metatype as Shape;
    // A request without a body says nothing of what is asked for.
    const held = hold(shape, said(value ?? {}), { nulls: 'taken', unread: verbatimIn(shape) });
    if (!held.ok) throw new Problem('invalid', 'Check the fields named.', { fields: held.fields });
    return Object.assign(new shape(), held.value);
  }
}

function said(value: unknown): Readonly<Record<string, unknown>> {
  if (isRecord(value) && !Buffer.isBuffer(value)) return value;
  throw new Problem('invalid', 'Send an object with the fields that are asked for.', {
    fields: [{ field: '', message: 'Enter an object with the fields that are asked for' }],
  });
}
