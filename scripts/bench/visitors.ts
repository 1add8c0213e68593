/** Who asks for what during the load: people with tokens of their own, whose requests are as long as those that do nothing. */
import { randomUUID } from 'node:crypto';
import { tokenFor } from '../../apps/identity/client.js';
import type { Request, Visitor } from './load.js';
import type { Prepared } from './service.js';

/** A token for everybody who acts: each practice of each ballot, one assessor for each region. */
export async function tokensFor(
  issuer: string,
  { ballots, unclaimed }: Prepared,
): Promise<ReadonlyMap<string, string>> {
  const people = new Set([
    ...ballots.flatMap(({ practices }) => practices.map((code) => `practice@${code}`)),
    ...unclaimed.map(({ region }) => `assessor@${region}`),
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

  private vote(): Request {
    const turn = (this.#votes += 1);
    const { ballots } = this.prepared;
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
