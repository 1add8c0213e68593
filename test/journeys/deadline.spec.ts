import { describe, expect, it } from '@jest/globals';
import * as forms from '../../demonstration/forms.js';
import { goesOn, underWay } from './delegation.js';
import { acts, at } from '../hand.js';
import { isRefused, journey, levelOf, seen } from './journey.js';

const deadline = '2015-01-09T12:00:00.000Z';

describe('the deadline of a round', () => {
  it('passes on a draft, which lapses; whoever is late hears when it was (scenario 19)', async () => {
    await journey('19-draft-lapsed', async (to) => {
      const [draft, inTime] = [await underWay(to, '08Q'), await underWay(to, '08C')];
      for (const each of [draft, inTime]) await goesOn(to, each, 'drafted');
      const { stages } = await seen(to, draft.id, draft.officer);
      expect(stages).toContainEqual(
        expect.objectContaining({ name: 'application', waitingOn: ['ccg-officer'], due: deadline }),
      );
      await at(to, '2015-01-09T11:59:59.999Z');
      await acts(to, inTime.officer, inTime.id, 'ApplicationSubmitted', forms.applicationForm());

      await at(to, deadline);
      expect(await seen(to, draft.id)).toMatchObject({ state: 'lapsed', outcome: 'lapsed', waitingOn: [], moves: [] });
      const { events } = (await to.as('auditor@nhse').get(`/api/cases/${draft.id}/events`)).body;
      expect(events.at(-1)).toMatchObject({
        type: 'DeadlinePassed',
        data: { deadline: 'applicationBy' },
        at: deadline,
        actor: { id: 'clock', role: 'clock' },
      });
      const late = await isRefused(
        to,
        draft.officer,
        draft.id,
        'ApplicationSubmitted',
        forms.applicationForm(),
        'R-04',
      );
      expect(late.detail).toContain('Applications in this round closed at noon on 9 January 2015.');
      const { refusals } = (await to.as('auditor@nhse').get(`/api/cases/${draft.id}/refusals`)).body;
      expect(refusals).toMatchObject([{ data: { attempted: 'ApplicationSubmitted' }, at: deadline }]);

      expect(await seen(to, inTime.id)).toMatchObject({ outcome: null, waitingOn: ['regional-assessor'] });
      await at(to, '2015-04-01T10:00:00.000Z');
      expect(await levelOf(to, '08Q', '2015-04-01')).toBeNull();
    });
  });
});
