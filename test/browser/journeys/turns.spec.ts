/** What happens to an application that does not go straight on: each by those whose turn it is, on pages. */
import { expect, it } from '@jest/globals';
import { application, expressed } from '../../../demonstration/story/application.js';
import * as forms from '../../../demonstration/forms.js';
import { ballotOf, simplest } from '../../../demonstration/story/cast.js';
import { polls } from '../../../demonstration/story/calendar.js';
import { says, type Scene } from '../../../demonstration/story/scene.js';
import { after, through, type Step } from '../../../demonstration/story/step.js';
import type { Register } from '../../../libs/register/index.js';
import { londonDay } from '../../../libs/workflow/london.js';
import { at } from '../../hand.js';
import { caseAt, goLive } from '../../story.js';
import { lookOver } from '../acting.js';
import { inBrowser, screens, type House, type Screen } from '../chromium.js';
import { recordedAt, sits } from '../sitting.js';
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
  'members who have an interest, on a telephone',
  (house) => {
    it('leave the room, the chair among them, and the others decide while they are enough', async () => {
      const ccg = '00C';
      const screen = screens['on a telephone'];
      const id = await caseAt('recommended', house.to, ccg);
      const { ledger, clock } = house.to.service;
      const scene = simplest(ledger.register, ccg, { troubles: ['interest-declared'] });
      const hand = goingOn(house, screen, id);
      const declared = through('InterestDeclared', after('RegionRecommended', application(scene)));
      await toldOnPages(declared, { house, screen }, hand);

      const heldOn = londonDay(clock.now());
      const committee = ledger.register.committee('nhse-assurance', heldOn)!;
      const [chair = '', deputy = '', doctor = ''] = committee.members.map((member) => member.id);
      const quorums: string[] = [];
      const sees = async ({ type }: Pick<Step, 'type'>, meeting: string): Promise<void> => {
        const { page, goTo } = await hand.as(deputy);
        await goTo(`/meetings/${meeting}`);
        const [, quorum = 'none'] =
          /(Quorate|Not quorate)[^]*?exclusions/.exec(await page.locator('main').innerText()) ?? [];
        const [, count = '?'] = /(\d+) counts?:/.exec(await page.locator('main').innerText()) ?? [];
        quorums.push(`${type}: ${quorum}, ${count}`);
      };
      const at = clock.now();
      const around = {
        house,
        as: (persona: string) => hand.as(persona),
        after: async (step: Step, meeting: string): Promise<void> => {
          if (step.type !== 'ItemTabled') return;
          await sees(step, meeting);
          // Whoever has one says so as the item comes up.
          const own = {
            item: 1,
            person: doctor,
            kind: 'financial',
            subject: ccg,
            interest: 'A partner.',
            aroseOn: '2014-05-01',
          };
          await recordedAt(house, await hand.as(doctor), meeting, says(at, doctor, 'ConflictDeclared', own));
          await sees({ type: 'ConflictDeclared' }, meeting);
          const handled = { item: 1, person: doctor, handling: 'no-papers' };
          await recordedAt(house, await hand.as(deputy), meeting, says(at, deputy, 'ConflictHandled', handled));
          await sees({ type: 'ConflictHandled' }, meeting);
        },
      };
      const item = { case: id, title: 'An application', decision: 'approve', leaves: chair, barred: [doctor] };
      const recorded = { who: deputy, data: forms.approval };
      const meeting = await sits(around, { committee, at, heldOn }, [{ ...item, recorded }]);
      expect(quorums).toEqual([
        'ItemTabled: Quorate, 5',
        'ConflictDeclared: Quorate, 4',
        'ConflictHandled: Quorate, 4',
      ]);
      expect((await typesOf(house, meeting)).filter((type) => type === 'ConflictHandled')).toHaveLength(2);
      expect((await typesOf(house, id)).at(-1)).toBe('DecisionMade');

      const member = await hand.as(deputy);
      for (const page of ['', '/minutes', '/pack']) {
        expect(await member.goTo(`/meetings/${meeting}${page}`)).toBe(200);
        await lookOver(house, member, `meeting held${page}`);
      }
      await member.goTo(`/meetings/${meeting}/minutes`);
      expect(await member.page.locator('main').innerText()).toMatch(/A partner\.[^]*Quorate after exclusions/);
    });
    nothingIsWrong(house);
  },
  {},
);

inBrowser(
  'three CCGs that apply together, at a desk',
  (house) => {
    const group = ['08F', '06W', '07X'];
    const [lost = ''] = group.slice(-1);
    const screen = screens['at a desk'];
    const scenesOf = (register: Register): readonly Scene[] =>
      group.map((ccg) => {
        const votes = { ...polls, voting: () => (ccg === lost ? 'against' : 'for') } as const;
        return simplest(register, ccg, {
          group,
          mandate: [ballotOf(register, ccg, votes)],
          ...(ccg !== lost && { troubles: ['member-left'] }),
        });
      });
    /** What a CCG alone does as well is said through the API. */
    const together = ['InterestExpressed', 'GroupJoined', 'GroupContinuationAgreed', 'GroupContinuationAccepted'];
    const hands = group.map(
      (ccg, place) =>
        new BrowserHand({
          house,
          screen,
          byApi: ({ type }) => !together.includes(type) && !(place === 0 && /Submitted|Signed/.test(type)),
        }),
    );
    const [lead, second, third] = hands as [BrowserHand, BrowserHand, BrowserHand];
    /** Several stories, each by its own hand, in the order in which it happens. */
    const toldTogether = async (stories: readonly (readonly [BrowserHand, Iterable<Step, void>])[]): Promise<void> => {
      const steps = stories.flatMap(([hand, story]) => [...story].map((step) => ({ hand, step })));
      for (const { hand, step } of steps.toSorted((a, b) => a.step.at.getTime() - b.step.at.getTime()))
        await hand.say(step);
    };
    const groupSeen = async (): Promise<string> => {
      const { body } = await house.to.as(`officer@${group[0]!}`).get(`/api/cases/${lead.case}`);
      const officer = await lead.as(`officer@${group[0]!}`);
      expect(await officer.goTo((body.links['group'] ?? '').replace('/api', ''))).toBe(200);
      await lookOver(house, officer, 'group');
      return officer.page.locator('main').innerText();
    };

    it('join one expression of interest, each by its own officer', async () => {
      const scenes = scenesOf(house.to.service.ledger.register);
      await lead.say(expressed(scenes[0]!));
      for (const [place, scene] of scenes.entries()) {
        if (place === 0) continue;
        const { body } = await house.to.as(`officer@${scene.ccg}`).get('/api/cases');
        hands[place]!.case = body.cases[0]!.id;
        await hands[place]!.say(expressed(scene));
        expect(await typesOf(house, hands[place]!.case)).toContain('GroupJoined');
      }
      const text = await groupSeen();
      for (const { name } of scenes) expect(text).toContain(name);
      // Each acts for itself alone.
      const officer = await lead.as(`officer@${group[0]!}`);
      await officer.goTo(`/cases/${lead.case}/do/GroupJoined`);
      await lookOver(house, officer, 'an act that cannot be done now');
      expect(await officer.page.getByRole('heading', { level: 1 }).innerText()).toMatch(/: not now$/);
    });

    it('go on as two when the members of one say no, and both take effect at one instant', async () => {
      const { ledger, clock } = house.to.service;
      const scenes = scenesOf(ledger.register);
      const begun = ['InterestExpressed', 'GroupJoined'];
      const stories = scenes.map((scene, place) => {
        const story = after(begun, application(scene));
        return [hands[place]!, through(place === 2 ? 'ResultVerified' : 'RegionRecommended', story)] as const;
      });
      await toldTogether(stories);
      expect(await groupSeen()).toMatch(/Who has left, and why[^]*The members said no\./);

      const [decided] = scenes[0]!.decisions;
      await at(house.to, decided!.recorded.toISOString());
      const heldOn = londonDay(clock.now());
      const committee = ledger.register.committee('nhse-assurance', heldOn)!;
      const agenda = [lead, second].map(({ case: id }) => ({
        case: id,
        title: 'An application',
        decision: 'approve',
        recorded: { who: 'committee@nhse', data: forms.approval },
      }));
      await sits({ house, as: (persona) => lead.as(persona) }, { committee, at: clock.now(), heldOn }, agenda);

      await toldTogether(
        [lead, second].map((hand, place) => [hand, after('DecisionMade', application(scenes[place]!))] as const),
      );
      await at(house.to, goLive);
      const events = await house.to.log.readAll({ limit: 1_000_000 });
      const effects = events.filter(({ type }) => type === 'DelegationTookEffect');
      expect(effects.map(({ stream, at: moment }) => `${stream} ${moment}`).toSorted()).toEqual(
        [lead, second].map(({ case: id }) => `case-${id} ${goLive}`).toSorted(),
      );
      expect(await typesOf(house, third.case)).not.toContain('DecisionMade');
      expect((await groupSeen()).match(/\tDelegation\t/g)).toHaveLength(2);
    });
    nothingIsWrong(house);
  },
  {},
);
