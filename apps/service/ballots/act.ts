import type { RecordedEvent } from '../../../libs/event-log/index.js';
import { clockActor } from '../../../libs/workflow/clock.js';
import type { Act } from './shapes.js';

/** Who recorded an event, and when. */
export const actOf = ({ at, actor, revision }: RecordedEvent): Act => ({
  at,
  by: actor.role === clockActor.role ? 'the service, when it was due' : actor.name,
  revision,
});
