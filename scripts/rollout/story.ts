/** What happens to one CCG, from its interest to where its plot leads; every step by the person whose step it is. */
import * as forms from '../../demonstration/forms.js';
import * as tale from '../../demonstration/story/application.js';
import { involvement } from '../../demonstration/story/involvement.js';
import {
  committeeOf,
  peopleOf,
  says,
  specialMeasures,
  type Applicant,
  type Scene,
} from '../../demonstration/story/scene.js';
import { followed, through, type Step, type Story } from '../../demonstration/story/step.js';
import { addDays } from '../../libs/workflow/london.js';
import { earlier, later, on, turn, calendars } from './calendar.js';
import { fallsAway, type Ending } from './endings.js';
import type { Attempt } from './hand.js';
import type { Plot } from './plots.js';
import { attempt, attempted } from './provoked.js';
import { ballotTooLate, calendarOf, sceneOf, type Ccg } from './scene.js';

type Played = Generator<Step | Attempt, void>;

/** `version`: which one of the constitution is in force. */
export function* story(plot: Plot, ccg: Ccg, version: Scene['version']): Played {
  const scene = sceneOf(plot, ccg, version);
  if (plot.level === 'L1') {
    yield* involvement(scene);
    return;
  }
  let last = new Date(0);
  for (const step of attempted(plot, ccg, scene, endingsOf[plot.ending]({ plot, ccg, scene }))) {
    last = step.at;
    yield step;
  }
  if (fallsAway(plot.ending)) yield* turnsToInvolvement(scene, last);
}

interface Told {
  readonly plot: Plot;
  readonly ccg: Ccg;
  readonly scene: Scene;
}

/** How far it goes, by what becomes of it. */
const endingsOf: Readonly<Record<Ending, (told: Told) => Iterable<Step | Attempt, void>>> = {
  'in-force': ({ plot, scene }) => followed(tale.application(scene), ...leaving(plot, scene)),
  'withdrawn-early': ({ scene }) => {
    const text = 'The localities asked to wait for a year.';
    return followed(tale.interest(scene), withdrawn(scene, scene.when('engaged'), 'members', text));
  },
  defeated: ({ scene }) => asFarAsMandate(scene),
  'inquorate-twice': ({ scene }) => asFarAsMandate(scene),
  'second-ballot-too-late': ({ plot, ccg, scene }) => {
    const what = 'an application is handed in after its draft lapsed';
    const tried = tooLate(scene, turn(calendarOf(plot).assessed, 0), what);
    return followed(asFarAsMandate(scene), ...tale.polled(scene, ballotTooLate(plot, ccg)), tried);
  },
  'not-submitted': ({ plot, scene }) =>
    followed(through('TermsOfReferenceSigned', tale.application(scene)), aDayLate(plot, scene)),
  'too-late': ({ plot, scene }) => followed(tale.interest(scene), aDayLate(plot, scene)),
  'special-measures': ({ plot, scene }) => {
    const at = later(scene.when('assessed'), 1);
    const imposed = specialMeasures(plot.ccg, at, 'Direction of the regional director, number 7.');
    const gone = withdrawn(scene, later(at, 4), 'special-measures', 'Recovery comes first.');
    return followed(through('SubmissionSigned', tale.application(scene)), imposed, gone);
  },
  rejected: ({ scene }) => through('DecisionMade', tale.application(scene)),
  'withdrawn-after-approval': ({ scene }) => {
    const text = 'The chair and two lay members resigned.';
    const gone = withdrawn(scene, scene.when('concluded'), 'other', text);
    return followed(through('DecisionMade', tale.application(scene)), gone);
  },
  'financial-blip': ({ scene }) => {
    const at = scene.when('concluded');
    const text = 'The forecast for the year went from balance to a deficit of £9 million.';
    const blip = { because: 'financial-deterioration', text };
    return followed(
      through('DecisionMade', tale.application(scene)),
      says(at, peopleOf(scene).assessor, 'ThresholdsReopened', blip),
      withdrawn(scene, later(at, 7), 'financial', 'The deficit comes first.'),
    );
  },
  'double-delegation': ({ scene }) => {
    const at = later(on(scene.round.goLive), -8);
    const suspended = says(at, committeeOf(scene).chair, 'ApprovalSuspended', forms.doubleDelegation);
    return followed(tale.application(scene), suspended);
  },
};

function* asFarAsMandate(scene: Scene): Story {
  yield* tale.interest(scene);
  yield* tale.mandate(scene);
}

const withdrawn = (scene: Scene, at: Date, because: string, text: string): Step =>
  says(at, peopleOf(scene).officer, 'ApplicationWithdrawn', { because, text });

/** The clock lets what was approved take effect; some who hold a delegation try to leave at once. */
function leaving({ level, place }: Plot, scene: Scene): readonly Attempt[] {
  if (level !== 'L3' || place % 20 !== 5) return [];
  const data = { because: 'other', text: 'The members changed their minds.' };
  const gone = says(on(addDays(scene.round.goLive, 1)), peopleOf(scene).officer, 'ApplicationWithdrawn', data);
  return [attempt({ ...gone, looks: true }, 'a CCG leaves a delegation in force', 409, 'R-60')];
}

const tooLate = (scene: Scene, at: Date, what: string, rule?: string): Attempt =>
  attempt({ ...tale.submitted(scene, at), looks: true }, what, 409, rule);

/** The draft has lapsed by the morning after the deadline. */
function aDayLate(plot: Plot, scene: Scene): Attempt {
  const { submitted } = calendarOf(plot);
  return tooLate(scene, later(turn(submitted, submitted.days - 1), 1), 'an application comes a day late', 'R-04');
}

/** The latest day on which one still turns to L1, a week before go-live. */
const latest = on('2015-03-25');

/**
 * What a CCG applied for in the first round fell away at that moment, or will at go-live. It falls back to nothing by itself:
 * it asks for greater involvement by an application of its own.
 */
function turnsToInvolvement({ ccg, name, region, round }: Applicant, moment: Date): Story {
  const begins = earlier(later(moment, 10), latest);
  const when: Applicant['when'] = (each) => (each === 'acknowledged' ? later(begins, 4) : begins);
  return involvement({ ccg, name, region, round, when });
}

/** A CCG whose interest in L3 comes the day after the first round closed for it. */
export function* lateInterest(code: string, { name }: Pick<Ccg, 'name'>): Played {
  const { interest, goLive } = calendars['1'];
  const { workflow, interest: form } = forms.wordsOf.L3;
  yield attempt(
    {
      to: 'begin',
      at: later(turn(interest, interest.days - 1), 1),
      who: `officer@${code}`,
      type: 'InterestExpressed',
      workflow,
      ccg: code,
      round: '1',
      data: form(goLive, name),
    },
    'interest is expressed a day late',
    409,
    'R-04',
  );
}
