/** What stands before the questions of an act where whoever records it has to look at something first. */
import { Injectable } from '@nestjs/common';
import { functionInWords } from '../../../workflows/stages/interest/events.js';
import type { Asker } from '../access/asker.js';
import { BallotsAnswer } from '../ballots/answer.js';
import type { CaseJson } from '../cases/shapes.js';
import { ConstitutionAnswer } from '../constitution/answer.js';

/** A template of `acts/beside`, with its view. */
export interface ShownBeside {
  readonly template: string;
  readonly view: object;
}

type Showing = (shown: CaseJson, asking: Asker) => Promise<ShownBeside | undefined>;

@Injectable()
export class Beside {
  /** By the type of the event; most acts need nothing beside their questions. */
  readonly #showing: Readonly<Record<string, Showing>> = {
    BallotOpened: async ({ id }, asking) => shownIn('roll', await this.ballots.next(id, asking)),
    VoteCast: (shown, asking) => this.#lastBallot('vote', shown, asking),
    BallotClosed: (shown, asking) => this.#lastBallot('turnout', shown, asking),
    ResultVerified: (shown, asking) => this.#lastBallot('count', shown, asking),
    AmendmentProposed: (shown, asking) => this.#constitution(shown, asking),
    AmendmentApproved: (shown, asking) => this.#constitution(shown, asking),
    AmendmentReturned: (shown, asking) => this.#constitution(shown, asking),
    AmendmentRefused: (shown, asking) => this.#constitution(shown, asking),
    ApplicationSubmitted: async (shown) => ({
      template: 'ready',
      view: { stages: stagesBefore(shown, 'application') },
    }),
    ThresholdAssessed: async ({ id }) => ({ template: 'submission', view: { id } }),
    RegionRecommended: async ({ id }) => ({ template: 'submission', view: { id } }),
    RegionNotRecommended: async ({ id }) => ({ template: 'submission', view: { id } }),
    AgreementSigned: async (shown) => ({ template: 'ready', view: { stages: stagesBefore(shown, 'delegation') } }),
    DelegationRevoked: async (shown) => ({ template: 'held', view: heldIn(shown) }),
  };

  constructor(
    private readonly ballots: BallotsAnswer,
    private readonly constitution: ConstitutionAnswer,
  ) {}

  async of(shown: CaseJson, type: string, asking: Asker): Promise<ShownBeside | undefined> {
    return Object.hasOwn(this.#showing, type) ? this.#showing[type]?.(shown, asking) : undefined;
  }

  async #lastBallot(template: string, { id }: CaseJson, asking: Asker): Promise<ShownBeside | undefined> {
    const number = await this.ballots.last(id, asking);
    return number === undefined ? undefined : shownIn(template, await this.ballots.one(id, number, asking));
  }

  async #constitution({ id }: CaseJson, asking: Asker): Promise<ShownBeside | undefined> {
    return shownIn('versions', await this.constitution.of(id, {}, asking));
  }
}

const shownIn = (template: string, view: object | undefined): ShownBeside | undefined => view && { template, view };

/** How the stages stand that come before one, as far as they are needed. */
const stagesBefore = ({ stages }: CaseJson, name: string): CaseJson['stages'] =>
  stages.slice(
    0,
    stages.findIndex((stage) => stage.name === name),
  );

/** What returns to NHS England. */
function heldIn({ details, id }: CaseJson): object {
  const { functions } = details as { readonly functions?: { readonly delegated: readonly string[] } }; // as the stage tells it
  return { id, functions: (functions?.delegated ?? []).map(functionInWords) };
}
