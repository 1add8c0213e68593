/** Who asks for what during the load: people with tokens of their own, whose requests are as long as those that do nothing. */
import { randomUUID } from 'node:crypto';
import { tokenFor } from '../../apps/identity/client.js';
import type { Request, Visitor } from './load.js';
import type { Open } from './open-cases.js';
import type { Prepared } from './service.js';
import * as forms from '../../demonstration/forms.js';

/** A token for everybody who acts: each practice of each ballot, one assessor for each region, the officers of cases of all sizes. */
export async function tokensFor(
  issuer: string,
  { ballots, unclaimed, hot, sized }: Prepared,
  open: readonly Open[] = [],
): Promise<ReadonlyMap<string, string>> {
  const people = new Set([
    ...[...ballots, hot].flatMap(({ practices }) => practices.map((code) => `practice@${code}`)),
    ...unclaimed.map(({ region }) => `assessor@${region}`),
    ...[...sized.flatMap(({ cases }) => cases), ...open].map(({ ccg }) => `officer@${ccg}`),
  ]);
  const tokens = new Map<string, string>();
  for (const person of people) tokens.set(person, await tokenFor(issuer, person));
  return tokens;
}

const choices = ['for', 'against', 'abstain'] as const;

export class Crowd {
  /** Where each case that is claimed and released stands: its revision, by place in `unclaimed`. */
  readonly #revisions: number[];
  #votes = 0;

  constructor(
    private readonly prepared: Prepared,
    private readonly tokens: ReadonlyMap<string, string>,
  ) {
    this.#revisions = prepared.unclaimed.map(() => 0);
  }

  /** Practices of all ballots vote in turn, and change their votes: decided anew on whatever revision the case is at. */
  voter(): Visitor {
    return { next: () => this.vote() };
  }

  /** Practices of one ballot all vote at once, and change their votes. */
  crowdedVoter(): Visitor {
    return { next: () => this.vote([this.prepared.hot]) };
  }

  /** Officers of CCGs in turn add one engagement each to a case of theirs. */
  officers(cases: readonly Open[]): Visitor {
    const body = JSON.stringify({ type: 'EngagementRecorded', data: forms.engagement('2014-05-20') });
    let turn = 0;
    return {
      next: () => {
        const { case: id = '', ccg = '' } = cases[turn++ % cases.length] ?? {};
        const token = this.tokens.get(`officer@${ccg}`) ?? '';
        return { path: `/api/cases/${id}/events`, token, headers: [['idempotency-key', randomUUID()]], body };
      },
    };
  }

  /** The same, answered with the least. */
  least(visitor: Visitor): Visitor {
    return {
      ...visitor,
      next: () => {
        const request = visitor.next();
        return { ...request, headers: [...request.headers, ['prefer', 'return=minimal']] };
      },
    };
  }

  /** An assessor claims a case of their own and releases it again, each time on the revision that was answered last. */
  claimant(index: number): Visitor {
    return {
      next: () => this.claim(index),
      answered: () => {
        this.#revisions[index] = this.revisionOf(index) + 1;
      },
    };
  }

  /** Every second request a vote, every other one a claim or release. */
  both(index: number): Visitor {
    let turn = index;
    let claimed = false;
    const claimant = this.claimant(index);
    return {
      next: () => {
        claimed = (turn += 1) % 2 === 0;
        return claimed ? this.claim(index) : this.vote();
      },
      answered: (etag) => {
        if (claimed) claimant.answered?.(etag);
      },
    };
  }

  /** The same requests to a route that does nothing. */
  idle(index: number, path: string): Visitor {
    let turn = index;
    return { next: () => ({ ...((turn += 1) % 2 === 0 ? this.claim(index) : this.vote()), path }) };
  }

  private revisionOf(index: number): number {
    return this.#revisions[index] ?? 0;
  }

  private vote(ballots = this.prepared.ballots): Request {
    const turn = (this.#votes += 1);
    const ballot = ballots[turn % ballots.length];
    const practice = ballot?.practices[Math.floor(turn / ballots.length) % ballot.practices.length];
    return {
      path: `/api/cases/${ballot?.case ?? ''}/events`,
      token: this.tokens.get(`practice@${practice ?? ''}`) ?? '',
      headers: [['idempotency-key', randomUUID()]],
      body: JSON.stringify({ type: 'VoteCast', data: { choice: choices[turn % choices.length] } }),
    };
  }

  private claim(index: number): Request {
    const place = this.prepared.unclaimed[index];
    const revision = this.revisionOf(index);
    return {
      path: `/api/cases/${place?.case ?? ''}/events`,
      token: this.tokens.get(`assessor@${place?.region ?? ''}`) ?? '',
      headers: [
        ['idempotency-key', randomUUID()],
        ['if-match', `"${revision}"`],
      ],
      body: JSON.stringify({ type: revision % 2 === 0 ? 'CaseClaimed' : 'CaseReleased', data: { queue: 'interest' } }),
    };
  }
}
