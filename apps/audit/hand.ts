import type { Workflow } from '../../libs/workflow/index.js';
import { exportHand } from './export-part.js';
import { logHand } from './log-part.js';
import type { Hand, Whole } from './part.js';

/** A hand for the parts of a history. @throws Error when the file cannot be opened */
export const handFor = (whole: Whole, workflows: readonly Workflow[]): Hand =>
  whole.kind === 'log' ? logHand(whole, workflows) : exportHand(whole, workflows);
