/** For development alone: who could be tried, by what they could do now. */
import { Injectable } from '@nestjs/common';
import type { Grant, Person } from '../../../libs/register/model.js';
import type { SeenWaiting } from '../../../libs/views/index.js';
import { movesFrom, type Move } from '../../../libs/workflow/decide.js';
import { hasCome } from '../../../libs/workflow/instant.js';
import { dayInWords, londonDay } from '../../../libs/workflow/london.js';
import { caseStream } from '../../../libs/workflow/streams.js';
import { workflowOf } from '../../../workflows/index.js';
import { ServiceClock } from '../clock/clock.js';
import { Ledger } from '../ledger/ledger.js';
import { Frames } from '../pages/frame.js';
import { roleTitle } from '../pages/words.js';
import { Eligible } from '../queues/eligible.js';
import { developmentIssuer } from '../seed.js';

/** Somebody to try, and what waits on them. */
export interface Trial {
  readonly subject: string;
  readonly name: string;
  readonly role: string;
  readonly organisation: string;
  /** On which side of an application they are. */
  readonly side: 'applicants' | 'approvers' | 'others';
  /** In words, to stand alone: “Open the ballot”. */
  readonly can: string;
  /** What it is about, and by when: “NHS Bramblelowe CCG, delegated commissioning, due today”. */
  readonly about?: string;
}

/** Roles in the order of the path: how many of each are shown. */
const shown: Readonly<Record<string, { readonly most: number; readonly side: Trial['side'] }>> = {
  'ccg-officer': { most: 4, side: 'applicants' },
  'practice-representative': { most: 1, side: 'applicants' },
  'result-verifier': { most: 1, side: 'applicants' },
  'regional-assessor': { most: 3, side: 'approvers' },
  'constitution-reviewer': { most: 1, side: 'approvers' },
  'national-committee': { most: 2, side: 'approvers' },
};

/** Rows that are looked at, and cases of each role: what is due first is of most interest. */
const [mostRows, mostCases] = [500, 8];

/** What somebody would come here for first, where they could do several things. */
const first = [
  'BallotOpened',
  'VoteCast',
  'ResultVerified',
  'InformationProvided',
  'DecisionMade',
  'ItemDecided',
  'ThresholdAssessed',
];
const rankOf = ({ type }: Move): number => (first.includes(type) ? first.indexOf(type) : first.length);

/** What anybody may do at any time, and nobody would come here for. */
const beside = new Set(['CaseClaimed', 'CaseReleased', 'InterestDeclared', 'ApplicationWithdrawn', 'RequestWithdrawn']);

/** Milliseconds for which what was found is told again. */
const fresh = 3_000;

interface Candidate {
  readonly subject: string;
  readonly name: string;
  readonly grant: Grant;
}

@Injectable()
export class DevelopmentAnswer {
  #told: { readonly at: number; readonly people: readonly Trial[] } | undefined;

  constructor(
    private readonly ledger: Ledger,
    private readonly clock: ServiceClock,
    private readonly eligible: Eligible,
    private readonly frames: Frames,
  ) {}

  /** One for every kind of thing that waits, soonest due first in each role; then those on whom nothing ever waits. */
  async people(): Promise<readonly Trial[]> {
    if (this.#told === undefined || Date.now() - this.#told.at > fresh)
      this.#told = { at: Date.now(), people: await this.#find() };
    return this.#told.people;
  }

  async #find(): Promise<readonly Trial[]> {
    const people = this.ledger.register.people(developmentIssuer);
    const found: Trial[] = [];
    for (const [role, { most }] of Object.entries(shown)) found.push(...(await this.#holding(role, most, people)));
    return [...found, ...this.#others(people)];
  }

  async #holding(role: string, most: number, people: readonly Person[]): Promise<readonly Trial[]> {
    const found: Trial[] = [];
    const grants = people.flatMap((person) => person.grants.filter((grant) => grant.role === role));
    const rows = this.ledger.views.waiting({ grants, scope: { all: true }, limit: mostRows });
    // Of each kind of work the soonest, before any is looked at twice; what a committee sits over first of all.
    const kinds = [...Map.groupBy(rows, ({ workflow, queue }) => `${workflow} ${queue}`).entries()]
      .sort(([a], [b]) => Number(b.startsWith('committee-meeting')) - Number(a.startsWith('committee-meeting')))
      .map(([, of]) => of);
    const inTurn = [0, 1].flatMap((turn) => kinds.flatMap((each) => each.slice(turn, turn + 1)));
    for (const row of inTurn.slice(0, mostCases)) {
      if (found.length === most) break;
      const trial = await this.#trialOf(row, found);
      if (trial !== undefined) found.push(trial);
    }
    return found;
  }

  /** Who could do something about it now, and what: nobody who has been found, and nothing that another could do. */
  async #trialOf(row: SeenWaiting, found: readonly Trial[]): Promise<Trial | undefined> {
    const held = await this.ledger.streams.of(caseStream(row.case));
    if (held === undefined) return undefined;
    const at = this.clock.now().toISOString();
    const bars = this.eligible.bars(held);
    for (const each of this.#candidates(row)) {
      if (found.some(({ subject }) => subject === each.subject)) continue;
      const moves = movesFrom(held.workflow, held.standing, { ...each, id: each.subject }, [each.grant], at, bars);
      const [move] = moves.filter(({ type }) => !beside.has(type)).sort((a, b) => rankOf(a) - rankOf(b));
      if (move !== undefined && found.every(({ can }) => can !== move.label)) return this.#trial(each, move, row, at);
    }
    return undefined;
  }

  /** Those who hold the role for the organisation that the case is about; of a CCG’s practices the first few. */
  #candidates({ role, ccg, region }: SeenWaiting): readonly Candidate[] {
    const { register } = this.ledger;
    const on = londonDay(this.clock.now());
    const practices = (): readonly string[] =>
      ccg === undefined
        ? []
        : register
            .practices({ ccg, on })
            .slice(0, 5)
            .map(({ code }) => code);
    const organisations =
      role === 'practice-representative' ? practices() : [...(ccg === undefined ? [] : [ccg]), region, 'nhse'];
    return organisations.flatMap((organisation) =>
      register.holding(role, organisation).map((subject) => ({
        subject,
        name: register.nameOf(subject) ?? subject,
        grant: { role, organisation } as Grant, // as the register holds it
      })),
    );
  }

  #trial(
    { subject, name, grant }: Candidate,
    { label }: Move,
    { ccgName, workflow, version, due }: SeenWaiting,
    at: string,
  ): Trial {
    const organisation = this.frames.nameOf(grant.organisation);
    const title = (workflowOf(workflow, version)?.title ?? workflow).toLowerCase();
    const about = [
      ...(ccgName === organisation || title.includes('meeting') ? [] : [ccgName]),
      title,
      ...whenDue(due, at),
    ];
    return {
      ...{ subject, name, role: roleTitle(grant.role), organisation, side: shown[grant.role]?.side ?? 'others' },
      can: label,
      about: about.join(', '),
    };
  }

  /** Who begins something, reads everything, or keeps the register. */
  #others(people: readonly Person[]): readonly Trial[] {
    const isFree = ({ role, organisation }: Grant): boolean =>
      role === 'ccg-officer' && this.ledger.views.cases({ ccg: organisation, limit: 1 }).cases.length === 0;
    const holds =
      (role: string) =>
      (grant: Grant): boolean =>
        grant.role === role;
    return [
      ...this.#one(people, isFree, 'Begin a new application', 'applicants'),
      ...this.#one(people, holds('auditor'), 'Read every case, and how it came to stand where it stands', 'others'),
      ...this.#one(people, holds('registrar'), 'Keep the register of CCGs, practices and people', 'others'),
    ];
  }

  #one(
    people: readonly Person[],
    isOne: (grant: Grant) => boolean,
    can: string,
    side: Trial['side'],
  ): readonly Trial[] {
    for (const { subject, name, grants } of people) {
      const grant = grants.find(isOne);
      if (grant === undefined) continue;
      const organisation = this.frames.nameOf(grant.organisation);
      return [{ subject, name, role: roleTitle(grant.role), organisation, side, can }];
    }
    return [];
  }
}

function whenDue(due: string | undefined, now: string): readonly string[] {
  if (due === undefined) return [];
  if (hasCome(due, now)) return [`overdue since ${dayInWords(londonDay(due))}`];
  return londonDay(due) === londonDay(now) ? ['due today'] : [`due by ${dayInWords(londonDay(due))}`];
}
