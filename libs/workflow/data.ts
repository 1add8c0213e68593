import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import type { FieldError, Refusal, Workflow } from './index.js';

type Checked =
  | { readonly ok: true; readonly data: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly refusal: Refusal };

/** Whether what a person said fits the event's class. Properties the class does not know are refused, not dropped. */
export function checkData(workflow: Workflow, type: string, data: unknown): Checked {
  const shape = Object.hasOwn(workflow.events, type) ? workflow.events[type] : undefined;
  if (shape === undefined) {
    return { ok: false, refusal: { because: 'unknown-event', type, known: Object.keys(workflow.events) } };
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    return invalid([{ field: '', message: 'data must be an object' }]);
  }
  const instance = plainToInstance(shape, data);
  const errors = validateSync(instance, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true });
  return errors.length > 0
    ? invalid(errors.flatMap((error) => fieldErrors(error)))
    : { ok: true, data: data as Record<string, unknown> };
}

const invalid = (fields: readonly FieldError[]): Checked => ({ ok: false, refusal: { because: 'invalid', fields } });

function fieldErrors(error: ValidationError, above = ''): readonly FieldError[] {
  const field = above + error.property;
  const own = Object.values(error.constraints ?? {}).map((message) => ({ field, message }));
  return [...own, ...(error.children ?? []).flatMap((child) => fieldErrors(child, `${field}.`))];
}
