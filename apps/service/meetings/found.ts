/** A meeting among the cases, and what its items mean for the cases they are about. */
import { substateAt } from '../../../libs/workflow/state.js';
import type { Change, Context as ApplicationContext } from '../../../workflows/application/words.js';
import { minuteOf, type MeetingContext } from '../../../workflows/committee-meeting/minute.js';
import { changedSince } from '../../../workflows/stages/decision/changes.js';
import type { FoundCase } from '../cases/answer.js';
import type { Course } from './shown.js';

/** What an event of the log brings about on a case. */
type Stands = Pick<FoundCase, 'workflow' | 'standing'>;

/** A meeting that is called. */
export interface FoundMeeting extends Stands {
  readonly id: string;
  readonly context: MeetingContext & {
    readonly committee: NonNullable<MeetingContext['committee']>;
    readonly heldOn: string;
  };
}

/** Undefined for a case that is no meeting. */
export function meetingIn(id: string, { workflow, standing }: Stands): FoundMeeting | undefined {
  if (workflow.name !== 'committee-meeting') return undefined;
  const context = standing.snapshot.context as MeetingContext;
  const { committee, heldOn } = context;
  if (committee === null || heldOn === null) return undefined;
  return { id, workflow, standing, context: { ...context, committee, heldOn } };
}

export function courseOf({ standing: { snapshot, progress } }: Pick<FoundMeeting, 'standing'>): Course {
  if (snapshot.status !== 'active') return progress.state === 'calledOff' ? 'called-off' : 'closed';
  return ['national', 'regional'].some((kind) => substateAt(progress.state, `meeting.${kind}.sitting`) !== undefined)
    ? 'sitting'
    : 'called';
}

/** What an application remembers; undefined for a case on which no committee decides. */
const applicationIn = (about: Stands | undefined): ApplicationContext | undefined =>
  about?.workflow.changes ? (about.standing.snapshot.context as ApplicationContext) : undefined;

/** What has changed on the case of an item since it was tabled: a vote on it decides nothing. */
export function changesSince(
  { id, context }: FoundMeeting,
  item: number,
  about: Stands | undefined,
): readonly Change[] {
  const application = applicationIn(about);
  const minute = minuteOf(context, id, item);
  return application && minute ? changedSince(minute, application) : [];
}

/** Whether the case of an item rests on what was minuted of it. */
export const isOnTheCase = ({ id }: FoundMeeting, item: number, about: Stands | undefined): boolean =>
  applicationIn(about)?.minutes.some((minute) => minute.meeting === id && minute.item === item) === true;
