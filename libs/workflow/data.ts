import type { FieldError, Refusal, Workflow } from './index.js';
import { hold } from './shapes.js';
import { wholeForm } from './unusable.js';
import { isRecord, type Said } from './well-formed.js';

type Checked = { readonly ok: true; readonly data: Said } | { readonly ok: false; readonly refusal: Refusal };

/**
 * Whether what a person said fits the event's class, with one message for each field at fault. Properties the class does not know are
 * refused, not dropped; so are nulls: a field is said or left out.
 */
export function checkData(workflow: Workflow, type: string, data: unknown): Checked {
  const shape = Object.hasOwn(workflow.events, type) ? workflow.events[type] : undefined;
  if (shape === undefined) {
    return { ok: false, refusal: { because: 'unknown-event', type, known: Object.keys(workflow.events) } };
  }
  if (!isRecord(data)) return invalid([{ field: wholeForm, message: 'Enter the data as an object' }]);
  const held = hold(shape, data);
  return held.ok ? { ok: true, data: held.value } : invalid(held.fields);
}

const invalid = (fields: readonly FieldError[]): Checked => ({ ok: false, refusal: { because: 'invalid', fields } });
