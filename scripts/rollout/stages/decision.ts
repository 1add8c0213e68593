/** The committee decides at a meeting: the national one on L3, the region's panel on L2. */
import * as forms from '../../../demonstration/forms.js';
import { on } from '../calendar.js';
import { hours } from '../meetings.js';
import type { Scene, Steps } from './scene.js';

type Data = Readonly<Record<string, unknown>>;
type Moved = ReturnType<typeof forms.proposed>;

/** The committee of a level, with two people who record what it decided. */
export function committeeFor({ level, region }: Scene['plot']): {
  readonly id: string;
  readonly chair: string;
  readonly second: string;
} {
  return level === 'L3'
    ? { id: 'nhse-assurance', chair: 'committee@nhse', second: 'committee-2@nhse' }
    : { id: `${region.toLowerCase()}-joint`, chair: `panel@${region}`, second: `panel-2@${region}` };
}

export async function* decision(scene: Scene): Steps {
  const { plot, calendar } = scene;
  const [first, second, third] = calendar.meetings;
  const day = plot.place % 2 === 0 ? first : second;
  if (plot.ending === 'rejected') {
    yield* decidedOn(scene, day, rejection(scene));
    return false;
  }
  if (plot.trouble === 'interest-declared') yield* withoutTheChair(scene, day);
  else if (plot.trouble === 'conditions')
    yield* decidedOn(scene, day, forms.conditionalApproval(calendar.conditionsDue));
  else if (plot.trouble === 'deferred') {
    yield* decidedOn(scene, day, {
      decision: 'defer',
      grounds: 'The committee wants to hear the finance officer.',
    });
    yield* decidedOn(scene, third, forms.approval);
  } else yield* decidedOn(scene, day, forms.approval);
  return true;
}

/** The case is put to the meeting of that day, and the decision is recorded. */
export async function* decidedOn(scene: Scene, day: string, data: Data): AsyncGenerator<Date, void> {
  const minuted = yield* heard(scene, day, forms.proposed(data));
  await scene.work.act(committeeFor(scene.plot).chair, 'DecisionMade', { ...data, ...minuted });
}

async function* heard({ plot, work, agenda, ccg }: Scene, day: string, moved: Moved, leaves?: string) {
  yield on(day, hours.papers);
  const title = `${plot.ccg} ${ccg.name}`;
  const proposal = { case: work.id, title, ...moved, ...(leaves !== undefined && { leaves }) };
  agenda.table(committeeFor(plot).id, day, proposal);
  yield on(day, hours.decisions);
  return agenda.minuteOf(work.id, day);
}

/** The chair has an interest: leaves the room for the item, and may not record the decision either. */
async function* withoutTheChair(scene: Scene, day: string): AsyncGenerator<Date, void> {
  const { plot, work } = scene;
  const { chair, second } = committeeFor(plot);
  yield on(day, '08:00');
  await work.act(chair, 'InterestDeclared', {
    kind: 'personal',
    subject: plot.ccg,
    text: 'A relative works at the CCG.',
  });
  const minuted = yield* heard(scene, day, forms.proposed(forms.approval), chair);
  const data = { ...forms.approval, ...minuted };
  await work.refused('a member decides in spite of a declared interest', chair, 'DecisionMade', data, {
    status: 409,
    rule: 'R-47',
  });
  await work.act(second, 'DecisionMade', data);
}

const rejection = ({ plot }: Scene): Data =>
  forms.rejection(
    plot.level === 'L3'
      ? ['financial-recovery', 'thresholds-not-met']
      : ['financial-recovery', 'structural-burden', 'nhse-cannot-resource'],
  );
