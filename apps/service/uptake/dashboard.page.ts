import { Get } from '@nestjs/common';
import { type Asker } from '../access/asker.js';
import { Asks, OnlyFor } from '../access/sign-in.guard.js';
import { orBehind } from '../audit/behind.js';
import { audited, crumbs } from '../audit/view.js';
import { Download, Shown } from '../pages/answered.js';
import { csvOf } from '../pages/csv.js';
import { Pages } from '../pages/page.js';
import { CountedBallotsAnswer } from './ballots.answer.js';
import { spreads } from './ballots.view.js';
import { headOfOutcomes, outcomeRows, outcomesCharted } from './outcomes.view.js';
import { RoundAnswer } from './round.answer.js';
import { TimesAnswer } from './times.answer.js';
import { queuesOverTime, stageTimes } from './times.view.js';

/** What an auditor looks at first: how long things take and wait, what becomes of rounds, how ballots go. */
@OnlyFor('auditor')
@Pages('audit')
export class DashboardPage {
  constructor(
    private readonly times: TimesAnswer,
    private readonly rounds: RoundAnswer,
    private readonly ballots: CountedBallotsAnswer,
  ) {}

  @Get('dashboard')
  dashboard(@Asks() asking: Asker): Promise<Shown> {
    return orBehind(async () => {
      const [stages, queues, ballots] = await Promise.all([
        this.times.stages({}, asking),
        this.times.queuesOverTime(asking),
        this.ballots.of({}, asking),
      ]);
      const [waiting, oldest] = queuesOverTime(queues, true);
      return new Shown('uptake/charts', {
        ...audited('/audit/dashboard'),
        title: 'Dashboard',
        folded: true,
        breadcrumbs: crumbs,
        lead: 'Each figure leads to the cases that it counts.',
        charted: [
          {
            ...stageTimes(stages, {}),
            heading: 'Time for each stage',
            more: { text: 'Time for each stage by level and round', href: '/uptake/stages' },
          },
          ...(waiting
            ? [
                {
                  ...waiting,
                  heading: 'Waiting in each queue',
                  more: { text: 'What waits now', href: '/uptake/queues' },
                },
              ]
            : []),
          ...(oldest ? [oldest] : []),
          {
            ...outcomesCharted(this.rounds.outcomes(asking)),
            heading: 'What became of each round',
            more: { text: 'A round step by step', href: '/uptake/rounds' },
          },
          ...spreads(ballots, {}).map((each, index) =>
            index === 0
              ? { ...each, heading: 'Ballots' }
              : { ...each, more: { text: 'All ballots that were counted', href: '/uptake/ballots' } },
          ),
        ],
      });
    });
  }

  @Get('dashboard/outcomes.csv')
  outcomes(@Asks() asking: Asker): Download {
    return new Download('outcomes.csv', 'text/csv', csvOf(headOfOutcomes, outcomeRows(this.rounds.outcomes(asking))));
  }
}
