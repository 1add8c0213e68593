/** The national committee in session. */
import { londonDay } from '../../../libs/workflow/london.js';
import type { Play, Story } from './play.js';

const keeper = 'committee@nhse';
const twoHours = 7_200_000;

/** It sits over what waits for it; a member has declared an interest in the first item, and nobody has handled it. */
export async function* meeting(play: Play, now: Date): Story {
  const begins = new Date(now.getTime() - twoHours);
  yield begins;
  const heldOn = londonDay(begins);
  const members = play.register.committee('nhse-assurance', heldOn)?.members ?? [];
  const data = { committeeId: 'nhse-assurance', heldOn, place: 'Skipton House' };
  const { caseId: id } = await play.begin(keeper, { workflow: 'committee-meeting', data });
  const present = members.map((member) => member.id);
  await play.act(id, keeper, 'MembersAttended', { present, chairedBy: keeper });
  for (const { case: about, ccgName } of play.waitingFor(keeper, 'decision'))
    await play.act(id, keeper, 'ItemTabled', { case: about, title: ccgName, decision: 'approve' });
  const gp = 'committee-3@nhse';
  await play.act(id, gp, 'ConflictDeclared', { item: 1, person: gp, interest: 'A sister is partner in a practice.' });
}
