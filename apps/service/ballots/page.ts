import { Get, Param, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Asker } from '../access/asker.js';
import { holds } from '../access/asker.js';
import { Asks, OnlyFor } from '../access/sign-in.guard.js';
import { addressOf } from '../pages/addresses.js';
import { Download, SeeOther, Shown } from '../pages/answered.js';
import { csvOf } from '../pages/csv.js';
import { Pages } from '../pages/page.js';
import { LivePages } from '../live/live.js';
import type { Live } from '../live/told.js';
import { Problem } from '../problems/problem.js';
import { Whole } from '../requests/fields.js';
import { CaseIdIn } from '../requests/id-pipe.js';
import { aroundCase } from './around.js';
import { BallotsAnswer } from './answer.js';
import type { BallotShown } from './shapes.js';
import { ballotPath, nextTable, resultBar, rollTables, standingOf, turnoutBar, turnoutTold } from './view.js';

class LiveQuery {
  @Whole('the practices that the page shows as having voted', 0, 100_000) voted = 0;
}

/** The ballots of an application: for the practices that vote, the CCG that asks, and whoever verifies the count. */
@Pages('cases/:id/ballot')
export class BallotPages {
  constructor(
    private readonly answer: BallotsAnswer,
    private readonly livePages: LivePages,
  ) {}

  /** To the newest one, wherever its number is not known. */
  @Get()
  async newest(@CaseIdIn() id: string, @Asks() asking: Asker): Promise<SeeOther> {
    return this.latest(id, asking);
  }

  @Get('latest')
  async latest(@CaseIdIn() id: string, @Asks() asking: Asker): Promise<SeeOther> {
    const last = await this.answer.last(id, asking);
    if (last !== undefined && last > 0) return new SeeOther(ballotPath({ id }, last));
    if (last === 0 && holds(asking, 'ccg-officer')) return new SeeOther(`/cases/${id}/ballot/next`);
    throw noBallot();
  }

  @OnlyFor('ccg-officer')
  @Get('next')
  async next(@CaseIdIn() id: string, @Asks() asking: Asker): Promise<Shown> {
    const next = await this.answer.next(id, asking);
    if (next === undefined) throw noBallot();
    return new Shown('ballots/next', {
      title: next.last === 0 ? 'Before you open the ballot' : 'Before you open another ballot',
      ...aroundCase(next.of),
      next,
      preview: nextTable(next),
    });
  }

  @Get(':number')
  async one(@CaseIdIn() id: string, @Param('number') number: string, @Asks() asking: Asker): Promise<Shown> {
    const ballot = await this.answer.one(id, numberIn(number), asking);
    if (ballot === undefined) throw noBallot();
    return new Shown('ballots/ballot', viewOf(ballot, asking));
  }

  /** The turnout as it grows, for who has the page open. */
  @Get(':number/live')
  async live(
    @CaseIdIn() id: string,
    @Param('number') number: string,
    @Query() { voted }: LiveQuery,
    @Asks() asking: Asker,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const nth = numberIn(number);
    return this.livePages.ofCase(id, { asking, request, reply }, async (who, once) => {
      const turnout = await this.answer.turnout(id, nth, who, once);
      return turnout && turnoutTold(turnout, voted);
    });
  }

  /** To remind those who have not voted. */
  @OnlyFor('ccg-officer')
  @Get(':number/not-voted.csv')
  async notVoted(@CaseIdIn() id: string, @Param('number') number: string, @Asks() asking: Asker): Promise<Download> {
    const found = await this.answer.notVoted(id, numberIn(number), asking);
    if (found === undefined) throw noBallot();
    const rows = found.map(({ practice, name, patients }) => [practice, name, patients]);
    return new Download(
      `not-voted-${number}.csv`,
      'text/csv',
      csvOf(['Practice', 'Name', 'Registered patients'], rows),
    );
  }
}

const noBallot = (): Problem => new Problem('not-found', 'There is no such ballot, or none that you may see.');

/** @throws Problem */
function numberIn(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw noBallot();
  return Number(text);
}

function viewOf(ballot: BallotShown, asking: Asker) {
  const { number, last, result, status } = ballot;
  return {
    title: last === 1 ? 'Ballot' : `Ballot ${number} of ${last}`,
    ...aroundCase(ballot.of),
    ballot,
    path: ballotPath(ballot.of, number),
    standing: standingOf(ballot),
    verifies: holds(asking, 'result-verifier'),
    asks: holds(asking, 'ccg-officer'),
    move: Object.fromEntries(ballot.moves.map((move) => [move.type, move])),
    roll: rollTables(ballot),
    ...(status === 'open' && { turnout: turnoutBar(ballot) }),
    ...(status === 'open' && !holds(asking, 'auditor') && { live: liveOf(ballot) }),
    ...(result && { bar: resultBar(ballot, result) }),
  };
}

function liveOf(ballot: BallotShown): Live {
  const page = ballotPath(ballot.of, ballot.number);
  const { voted } = ballot;
  return { from: addressOf(`${page}/live`, { voted }), page, said: turnoutTold(ballot, voted).said };
}
