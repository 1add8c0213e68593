/** The kinds of thing that stand in an address, as decorators; what people say with events is in `workflows/fields.ts`. */
import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsInt, Max, Min, Validate, ValidatorConstraint } from 'class-validator';
import { isCursor } from '../../../libs/views/cursor.js';

/** Digits as a number; whatever else stays what it is, and is refused as no number. */
const digits = Transform(({ value }: { value: unknown }) =>
  typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value,
);

/** A whole number in digits. The first check that fails is told. */
export const Whole = (name: string, least: number, most: number): PropertyDecorator =>
  applyDecorators(
    digits,
    IsInt({ message: `Enter ${name} as a whole number` }),
    Min(least, { message: `Enter ${name} as ${least} or more` }),
    Max(most, { message: `Enter ${name} as ${most} or less` }),
  );

const verbatim = new WeakMap<object, string[]>();

/**
 * As it was sent, and not looked into: it is held against a class of its own later, which says what is wrong with it. class-transformer
 * would leave out names that every object has, and nobody would find out that they were said.
 */
export const Verbatim = (): PropertyDecorator =>
  applyDecorators(
    Transform(({ obj, key }: { obj: Readonly<Record<string, unknown>>; key: string }) => obj[key]),
    (target: object, key: string | symbol) => {
      verbatim.set(target, [...(verbatim.get(target) ?? []), String(key)]);
    },
  );

/** The fields of a request that are taken verbatim. */
export const verbatimIn = (shape: new () => object): readonly string[] => verbatim.get(shape.prototype as object) ?? [];

@ValidatorConstraint({ name: 'cursor' })
class CursorHandedOut {
  validate(value: unknown): boolean {
    return typeof value === 'string' && isCursor(value);
  }

  defaultMessage(): string {
    return 'Take the cursor from the link to the next page';
  }
}

export const Cursor = (): PropertyDecorator => Validate(CursorHandedOut);
