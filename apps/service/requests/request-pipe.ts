import { Injectable, ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import type { FieldError } from '../../../libs/workflow/index.js';
import { Problem } from '../problems/problem.js';

/** Fields that nobody asks for are refused, not dropped; of each field the first fault is told. */
const checks = { whitelist: true, forbidNonWhitelisted: true, stopAtFirstError: true, forbidUnknownValues: false };

/**
 * Holds what a request carries against its class. Nest's own pipe also looks for what JSON cannot hold (bytes, gaps in lists) and for
 * names of the prototype, which reading the body has refused already. A body that is of its class and has no fault is taken without that.
 * Whatever else comes, and whatever has a fault, goes Nest's way, so that faults are found and worded in one place.
 */
@Injectable()
export class RequestPipe extends ValidationPipe {
  constructor() {
    super({
      ...checks,
      transform: true,
      exceptionFactory: (errors) =>
        new Problem('invalid', 'Check the fields named.', { fields: errors.flatMap((error) => fieldErrors(error)) }),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const { type, metatype } = metadata;
    if (type === 'body' && metatype !== undefined && this.toValidate(metadata)) {
      const body: unknown = plainToInstance(metatype, value);
      if (isOf(metatype, body) && (await validate(body, checks)).length === 0) return body;
    }
    return super.transform(value, metadata);
  }
}

/** A list, bytes and a single value are not made into the class. */
const isOf = (shape: NonNullable<ArgumentMetadata['metatype']>, value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === shape.prototype;

function fieldErrors(
  { property, constraints = {}, children = [] }: ValidationError,
  above = '',
): readonly FieldError[] {
  const field = above + property;
  return [
    ...Object.entries(constraints).map(([constraint, message]) => ({
      field,
      message: constraint === 'whitelistValidation' ? `Remove ${field}: nothing of that name is asked for` : message,
    })),
    ...children.flatMap((child) => fieldErrors(child, `${field}.`)),
  ];
}
