/** What happens to an application that does not go straight on: each by those whose turn it is, on pages. */
import { expect, it } from '@jest/globals';
import { application, expressed } from '../../../demonstration/story/application.js';
import { ballotOf, simplest, sceneOf } from '../../../demonstration/story/cast.js';
import { inRoundOne, polls, roundOne } from '../../../demonstration/story/calendar.js';
import { after, through } from '../../../demonstration/story/step.js';
import { at } from '../../hand.js';
import { caseAt } from '../../story.js';
import { lookOver } from '../acting.js';
import { inBrowser, screens, type House, type Screen } from '../chromium.js';
import { BrowserHand, toldOnPages } from '../telling.js';

const nothingIsWrong = (house: House): void =>
  it('by pages on which nothing is wrong', () => {
    expect([...new Set(house.faults)]).toEqual([]);
  });

/** A hand that goes on with a case. */
function goingOn(
  house: House,
  screen: Screen,
  id: string,
  byApi?: (type: string, said: number) => boolean,
): BrowserHand {
  const hand = new BrowserHand({ house, screen, ...(byApi && { byApi: ({ type }, said) => byApi(type, said) }) });
  hand.case = id;
  return hand;
}

const typesOf = async ({ to }: House, id: string): Promise<readonly string[]> =>
  (await to.log.readStream(`case-${id}`)).map(({ type }) => type);

inBrowser(
  'a ballot that is lost, on a telephone, without scripts',
  (house) => {
    const screen = screens['on a telephone, without scripts'];
    it('is told to the practices and their CCG, with the count', async () => {
      const ccg = '00C';
      const id = await caseAt('engaged', house.to, ccg);
      const { register } = house.to.service.ledger;
      const votes = { ...polls, voting: (place: number) => (place % 4 === 0 ? 'for' : 'against') } as const;
      const scene = simplest(register, ccg, { mandate: [ballotOf(register, ccg, votes)] });
      const hand = goingOn(house, screen, id, (type, said) => type === 'VoteCast' && said >= 3);
      for (const step of after('EngagementRecorded', application(scene))) {
        if (step.type === 'ResultVerified') break;
        await hand.say(step);
      }
      await at(house.to, polls.closes.toISOString());
      expect(await typesOf(house, id)).toContain('BallotClosed');
      const practice = await hand.as(`practice@${register.rollOf(ccg, '2014-10-01')[0]!.practice}`);
      const officer = await hand.as(`officer@${ccg}`);
      for (const guest of [practice, officer]) {
        expect(await guest.goTo(`/cases/${id}/ballot/1`)).toBe(200);
        await lookOver(house, guest, `ballot lost, ${guest.persona}`);
        expect(await guest.page.locator('main').innerText()).toMatch(/not carried|lost|against/i);
      }
    });
    nothingIsWrong(house);
  },
  {},
);

inBrowser(
  'an amendment that is returned, at a desk, without scripts',
  (house) => {
    it('is changed and proposed again on top of the first', async () => {
      const ccg = '00C';
      const id = await caseAt('mandated', house.to, ccg);
      const { register } = house.to.service.ledger;
      const scene = simplest(register, ccg, { troubles: ['amendment-returned'] });
      const hand = goingOn(house, screens['at a desk, without scripts'], id);
      const told = through('TermsOfReferenceSigned', after('ResultVerified', application(scene)));
      await toldOnPages(told, { house, screen: screens['at a desk, without scripts'] }, hand);
      const types = await typesOf(house, id);
      expect(types.filter((type) => type === 'AmendmentProposed')).toHaveLength(2);
      expect(types).toEqual(
        expect.arrayContaining(['AmendmentReturned', 'AmendmentApproved', 'TermsOfReferenceSigned']),
      );
      const officer = await hand.as(`officer@${ccg}`);
      expect(await officer.goTo(`/cases/${id}/constitution`)).toBe(200);
      await lookOver(house, officer, 'constitution');
      expect(await officer.page.locator('main').innerText()).toContain('State the quorum of the committee.');
    });
    nothingIsWrong(house);
  },
  {},
);

inBrowser(
  'a member who has an interest, on a telephone',
  (house) => {
    it('leaves the room, and the others decide', async () => {
      const ccg = '00C';
      const screen = screens['on a telephone'];
      const id = await caseAt('recommended', house.to, ccg);
      const { register } = house.to.service.ledger;
      const scene = simplest(register, ccg, { troubles: ['interest-declared'] });
      const hand = goingOn(house, screen, id);
      await toldOnPages(
        through('DecisionMade', after('RegionRecommended', application(scene))),
        { house, screen },
        hand,
      );
      expect(await typesOf(house, hand.meeting)).toContain('ConflictHandled');
      expect(await typesOf(house, id)).toContain('DecisionMade');
      const member = await hand.as('committee-2@nhse');
      expect(await member.goTo(`/meetings/${hand.meeting}`)).toBe(200);
      await lookOver(house, member, 'meeting held');
      expect(await member.page.locator('main').innerText()).toMatch(/left the room|left/i);
    });
    nothingIsWrong(house);
  },
  {},
);

inBrowser(
  'three CCGs that apply together, at a desk',
  (house) => {
    it('join one expression of interest, each by its own officer', async () => {
      const group = ['08F', '06W', '07X'];
      const screen = screens['at a desk'];
      const { register } = house.to.service.ledger;
      const scenes = group.map((ccg) =>
        sceneOf(register, ccg, {
          level: 'L3',
          round: roundOne,
          when: inRoundOne('L3'),
          group,
          mandate: [],
          decisions: [],
        }),
      );
      const lead = new BrowserHand({ house, screen });
      await lead.say(expressed(scenes[0]!));
      for (const scene of scenes.slice(1)) {
        const { body } = await house.to.as(`officer@${scene.ccg}`).get('/api/cases');
        const hand = goingOn(house, screen, body.cases[0]!.id);
        await hand.say(expressed(scene));
        expect(await typesOf(house, hand.case)).toContain('GroupJoined');
      }
      const { body } = await house.to.as(`officer@${group[0]!}`).get(`/api/cases/${lead.case}`);
      const address = (body.links['group'] ?? '').replace('/api', '');
      const officer = await lead.as(`officer@${group[0]!}`);
      expect(await officer.goTo(address)).toBe(200);
      await lookOver(house, officer, 'group');
      const text = await officer.page.locator('main').innerText();
      for (const { name } of scenes) expect(text).toContain(name);
      // Each acts for itself alone.
      expect(await officer.goTo(`/cases/${lead.case}/do/GroupJoined`)).not.toBe(200);
    });
    nothingIsWrong(house);
  },
  {},
);
