/** What every decorator of a field does: it declares the field, and puts the checks on it. */
// class-transformer keeps its types there; it must be loaded before the first decorator runs.
import 'reflect-metadata';
import { ArrayMaxSize, IsArray, type ValidationArguments } from 'class-validator';
import { declareField, declareLast } from './declared.js';
import type { Size } from './field.js';

/** How a field is told where `what` does not say it all. `last`: it is asked after what a class that builds on this one adds. */
export interface Told {
  /** In sentence case, without a full stop. */
  readonly label?: string;
  /** In whole sentences. */
  readonly hint?: string;
  readonly last?: true;
}

/** “the reasons” is called “Reasons”. */
export const labelOf = (what: string): string => {
  const bare = what.replace(/^(the|a|an) /, '');
  return bare.charAt(0).toUpperCase() + bare.slice(1);
};

interface Asked extends Told {
  readonly what: string;
  readonly asks: string;
  readonly size: Size;
}

/** Declares a field and has it checked. */
export const field =
  ({ what, asks, size, label = labelOf(what), hint, last }: Asked, ...checks: PropertyDecorator[]): PropertyDecorator =>
  (target, key) => {
    declareField(target, String(key), what, { label, ...(hint && { hint }), asks, ...size });
    if (last) declareLast(target, String(key));
    for (const check of checks) check(target, key);
  };

/** Where nothing was said it is asked for in plain words, as people leave fields empty; where something was, how it is spelt is told. */
export const asking =
  (plain: string, otherwise: string | ((told: ValidationArguments) => string)) =>
  (told: ValidationArguments): string => {
    const isNothing = told.value === undefined || told.value === null || told.value === '';
    if (isNothing) return plain;
    return typeof otherwise === 'string' ? otherwise : otherwise(told);
  };

export interface HowMany extends Told {
  readonly least?: number;
  readonly most?: number;
}

/** A list at all, and not too long a one. `as` says of what: “ of days”. */
export const list = (what: string, as: string, most: number): readonly PropertyDecorator[] => [
  IsArray({ message: asking(`Enter ${what}`, `Enter ${what} as a list${as}`) }),
  ArrayMaxSize(most, { message: `Enter ${what}: ${most} or fewer` }),
];
