/** The kinds of thing that only requests hold, as decorators; all others are in `libs/forms`. */
import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import type { Told } from '../../../libs/forms/declaring.js';
import { Count, CursorOf, ObjectOf } from '../../../libs/forms/decorators.js';
import { isCursor } from '../../../libs/views/cursor.js';

/** Digits as a number; whatever else stays what it is, and is refused as no number. */
const digits = Transform(({ value }: { value: unknown }) =>
  typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value,
);

/** A whole number in digits. The first check that fails is told. */
export const Whole = (what: string, least: number, most: number, told: Told = {}): PropertyDecorator =>
  applyDecorators(digits, Count(what, least, most, told));

const verbatim = new WeakMap<object, string[]>();

/**
 * An object as it was sent, and not looked into: it is held against a class of its own later, which says what is wrong with it. class-transformer
 * would leave out names that every object has, and nobody would find out that they were said.
 */
export const Verbatim = (what: string, as: string, told: Told = {}): PropertyDecorator =>
  applyDecorators(
    ObjectOf(what, as, told),
    Transform(({ obj, key }: { obj: Readonly<Record<string, unknown>>; key: string }) => obj[key]),
    (target: object, key: string | symbol) => {
      verbatim.set(target, [...(verbatim.get(target) ?? []), String(key)]);
    },
  );

/** The fields of a request that are taken verbatim. */
export const verbatimIn = (shape: new () => object): readonly string[] => verbatim.get(shape.prototype as object) ?? [];

/** Where a list is gone on with. */
export const Cursor = (): PropertyDecorator => CursorOf(isCursor);
