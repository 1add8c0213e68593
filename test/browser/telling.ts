/** The hand of browser journeys: what a story says is said on pages, by whoever says it, in a window of their own. */
import type { Hand, Saying, Step, Tabling } from '../../demonstration/story/step.js';
import { londonDay } from '../../libs/workflow/london.js';
import { acts, at } from '../hand.js';
import { enter } from '../service.js';
import { person } from '../told.js';
import { act, begin } from './acting.js';
import type { Guest, House, Screen } from './chromium.js';
import { sits } from './sitting.js';

interface Telling {
  readonly house: House;
  readonly screen: Screen;
  /** Facts that are said through the API: of a hundred votes, a few are enough. */
  readonly byApi?: (step: Step, said: number) => boolean;
  /** What is looked at after a step. */
  readonly after?: (step: Step, hand: BrowserHand) => Promise<void>;
}

export class BrowserHand implements Hand<undefined> {
  case = '';
  meeting = '';
  readonly #said = new Map<string, number>();
  #tabled: Tabling | undefined;

  constructor(private readonly telling: Telling) {}

  as(persona: string): Promise<Guest> {
    const { house, screen } = this.telling;
    return house.as(persona, screen);
  }

  async say(step: Step): Promise<undefined> {
    const { house, byApi, after } = this.telling;
    const times = this.#said.get(step.type) ?? 0;
    this.#said.set(step.type, times + 1);
    await at(house.to, step.at.toISOString());
    if (byApi?.(step, times) === true) await acts(house.to, step.who, this.case, step.type, step.data);
    else await this.#onPages(step);
    await after?.(step, this);
    return undefined;
  }

  async #onPages(step: Step): Promise<void> {
    const { house } = this.telling;
    switch (step.to) {
      case 'begin':
        this.case = await begin(house, await this.as(step.who), step.workflow, { round: step.round, ...step.data });
        return;
      case 'committee':
        this.#tabled = step;
        return;
      case 'register':
        await enter(house.to.service, person(step.who), { type: step.type, data: step.data } as never);
        return;
      case 'invitation':
        await act(house, await this.as(step.who), this.case, step.type, step.data);
        return;
      case 'case':
        if (step.type === 'DecisionMade') await this.#decided(step);
        else await act(house, await this.as(step.who), this.case, step.type, step.data);
    }
  }

  /** The committee meets over the case, and what it decided is recorded. */
  async #decided({ at: moment, who, data }: Saying): Promise<void> {
    const { house } = this.telling;
    const { committee: id = 'nhse-assurance', data: tabled, leaves } = this.#tabled ?? { data: {} };
    const heldOn = londonDay(moment);
    const committee = house.to.service.ledger.register.committee(id, heldOn)!;
    const { conditions, decision } = data;
    const item = {
      ...tabled,
      case: this.case,
      title: 'The application',
      decision: String(decision),
      ...(conditions !== undefined && { conditions }),
      ...(leaves !== undefined && { leaves }),
      recorded: { who, data },
    };
    const around = { house, as: (persona: string) => this.as(persona) };
    this.meeting = await sits(around, { committee, at: moment, heldOn }, [item]);
  }
}

/** Tells a story on pages. Gives the hand, which knows the case. */
export async function toldOnPages(
  story: Iterable<Step, void>,
  telling: Telling,
  hand = new BrowserHand(telling),
): Promise<BrowserHand> {
  for (const step of story) await hand.say(step);
  return hand;
}
