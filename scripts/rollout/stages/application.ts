/** The CCG hands in its application, or misses the deadline. */
import { later, turn } from '../calendar.js';
import type { Scene, Steps } from './scene.js';

export async function* application(scene: Scene): Steps {
  const { plot, calendar, work, words, officer } = scene;
  if (plot.ending === 'not-submitted') return yield* missed(scene);
  yield turn(calendar.submitted, plot.place);
  if (plot.trouble === 'member-left') await goesOn(scene);
  if (plot.place === 2) await structurallyUnsound(scene);
  await work.act(officer, 'ApplicationSubmitted', words.application());
  return true;
}

async function structurallyUnsound({ plot, work, words, officer }: Scene): Promise<void> {
  const [what, decidedBy, rule] =
    plot.level === 'L3'
      ? (['a joint committee of several CCGs would decide', 'joint-committee', 'R-30'] as const)
      : (['a committee-in-common would decide', 'committee-in-common', 'R-31'] as const);
  const governance = {
    decidedBy,
    description: 'One committee of four CCGs.',
    ...(plot.level === 'L3' ? { committeeOf: 'governing-body' } : { ownJointCommittee: true }),
  };
  await work.refused(what, officer, 'ApplicationSubmitted', words.application({ governance }), { status: 409, rule });
}

/** One of the group fell away: this CCG and the region each say that the others go on. */
async function goesOn({ work, words, officer, assessor }: Scene): Promise<void> {
  await work.refused(
    'a group goes on without a word when one of it has fallen away',
    officer,
    'ApplicationSubmitted',
    words.application(),
    { status: 409, rule: 'R-17' },
  );
  await work.act(officer, 'GroupContinuationAgreed', {
    statement: 'The governing body wants to go on with the other.',
  });
  await work.act(assessor, 'GroupContinuationAccepted', { grounds: 'Two CCGs can carry what three had planned.' });
}

/** The draft has lapsed by the morning after the deadline. */
async function* missed({ calendar, work, words, officer }: Scene): Steps {
  yield later(turn(calendar.submitted, calendar.submitted.days - 1), 1);
  await work.look(officer);
  await work.refused('an application comes a day late', officer, 'ApplicationSubmitted', words.application(), {
    status: 409,
    rule: 'R-04',
  });
  return false;
}
