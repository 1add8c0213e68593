/** An application from its interest to its delegation being revoked, by everybody who has a part in it, on pages alone. */
import { expect, it } from '@jest/globals';
import { application } from '../../../demonstration/story/application.js';
import { simplest } from '../../../demonstration/story/cast.js';
import { at } from '../../hand.js';
import { goLive } from '../../story.js';
import { act, lookOver } from '../acting.js';
import { inBrowser, screens } from '../chromium.js';
import { toldOnPages } from '../telling.js';

const ccg = '00C';

for (const name of ['at a desk', 'on a telephone, without scripts'] as const)
  inBrowser(
    `a whole application, ${name}`,
    (house) => {
      it('goes from its interest to a delegation in force, and is revoked', async () => {
        const screen = screens[name];
        const { register } = house.to.service.ledger;
        const story = application(simplest(register, ccg, { away: 2 }));
        const hand = await toldOnPages(story, {
          house,
          screen,
          byApi: ({ type }, said) => type === 'VoteCast' && said >= 2,
        });
        await at(house.to, goLive);
        const officer = await hand.as(`officer@${ccg}`);
        expect(await officer.goTo(`/cases/${hand.case}`)).toBe(200);
        await lookOver(house, officer, 'case in force');
        expect(await officer.page.locator('main').innerText()).toMatch(/in force/i);
        const committee = await hand.as('committee@nhse');
        await act(house, committee, hand.case, 'DelegationRevoked', {
          authority: 'Section 13Z of the NHS Act 2006',
          reasons: 'The CCG overspent the delegated budget for a second quarter.',
          effectiveOn: '2015-07-01',
        });
        const types = (await house.to.log.readStream(`case-${hand.case}`)).map(({ type }) => type);
        expect(types).toContain('DelegationRevoked');
      });

      it('by pages on which nothing is wrong', () => {
        expect([...new Set(house.faults)]).toEqual([]);
      });
    },
    {},
  );
