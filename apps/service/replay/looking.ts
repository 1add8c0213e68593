/** A case as it stood, for views of where a case stands. */
import type { CaseJson } from '../cases/shapes.js';
import type { Looked } from '../cases/standing-view.js';
import type { TrackSeen } from '../cases/tracks.js';
import type { Workflow } from '../../../libs/workflow/index.js';
import type { Naming } from '../pages/said.js';

/** What is looked at was at an instant; nobody can do anything there any more. */
export const lookedAt = (
  { workflow, after, track }: { readonly workflow: Workflow; readonly after: CaseJson; readonly track: TrackSeen },
  { at, person, naming }: { readonly at: string; readonly person: string; readonly naming: Naming },
): Looked => ({
  shown: after,
  workflow,
  naming,
  role: undefined,
  person,
  now: at,
  recorded: track.recorded,
  ...(track.open !== undefined && { endedIn: track.open }),
});
