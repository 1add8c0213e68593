import { Get, Param } from '@nestjs/common';
import type { Asker } from '../access/asker.js';
import { holds } from '../access/asker.js';
import { Asks, OnlyFor } from '../access/sign-in.guard.js';
import { Download, SeeOther, Shown } from '../pages/answered.js';
import { csvOf } from '../pages/csv.js';
import { Pages } from '../pages/page.js';
import { Problem } from '../problems/problem.js';
import { CaseIdIn } from '../requests/id-pipe.js';
import { BallotsAnswer } from './answer.js';
import type { BallotShown } from './shapes.js';
import { ballotPath, caseName, crumbs, nextTable, resultBar, rollTables, standingOf, turnoutBar } from './view.js';

/** The ballots of an application: for the practices that vote, the CCG that asks, and whoever verifies the count. */
@Pages('cases/:id/ballot')
export class BallotPages {
  constructor(private readonly answer: BallotsAnswer) {}

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
      about: caseName(next.about),
      breadcrumbs: crumbs(next.about),
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
  const { about, number, last, result, status } = ballot;
  return {
    title: last === 1 ? 'Ballot' : `Ballot ${number} of ${last}`,
    about: caseName(about),
    breadcrumbs: crumbs(about),
    ballot,
    path: ballotPath(about, number),
    standing: standingOf(ballot),
    verifies: holds(asking, 'result-verifier'),
    asks: holds(asking, 'ccg-officer'),
    move: Object.fromEntries(ballot.moves.map((move) => [move.type, move])),
    roll: rollTables(ballot),
    ...(status === 'open' && { turnout: turnoutBar(ballot) }),
    ...(result && { bar: resultBar(ballot, result) }),
  };
}
