import type { Stage } from '../../libs/workflow/index.js';
import type { Regions } from './model.js';
import type { RuleName } from './words.js';

/** A version of a level that is approved: what it has besides the first. */
export interface Version extends Differing {
  readonly version: string;
  /** The day (of London) from which new cases begin under it. */
  readonly since?: string;
  /** Where the stages stand that go on beside the others. */
  readonly places?: readonly Stage[];
}

/** Where the machines of versions differ. */
export interface Differing {
  /** Stages that go on beside the others while the application is under way. */
  readonly beside?: Regions;
  /** What is asked of a submission besides. */
  readonly submission?: readonly RuleName[];
}
