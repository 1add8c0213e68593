/** A path in words, as its page shows it. */
import type { DescribedPlace, DescribedWay } from '../../../libs/workflow/described.js';
import type { Workflow } from '../../../libs/workflow/index.js';
import { inWords } from '../../../libs/workflow/state.js';
import { filters } from '../pages/filters.js';
import { waitedOn } from '../pages/words.js';
import { stageOf, type PathShown } from './answer.js';

/** One of the things that can come of an act. */
interface Turn {
  readonly meaning?: string;
  readonly to: readonly string[];
  /** Conditions, each a short sentence with the number of its rule. */
  readonly onlyIf: readonly string[];
}

/** What can be done at a place, with all that can come of it. */
export interface ActView {
  readonly label: string;
  readonly by: readonly string[];
  /** Numbers of rules. */
  readonly under: readonly string[];
  readonly turns: readonly Turn[];
}

export interface PlaceView {
  readonly id: string;
  readonly title: string;
  readonly description?: string;
  readonly facts: readonly string[];
  readonly acts: readonly ActView[];
}

/** Dates of cases, as “at” and “by” go before them. */
export const dateWords: Readonly<Record<string, string>> = {
  acknowledgeBy: 'the day by which the region is to answer',
  amendmentReviewBy: 'the day by which an amendment is to be reviewed',
  answerBy: 'the day by which an answer is wanted',
  applicationBy: 'the deadline for applications',
  assessBy: 'the day by which the region is to assess',
  ballotCloses: 'the closing time of the ballot',
  decideBy: 'the day by which NHS England is to decide',
  conditionsDue: 'the day on which the next condition is due',
  goLive: 'go-live',
  interestBy: 'the deadline for interest',
  involvementReviewBy: 'the day of the next yearly review',
  meeting: 'the beginning of the meeting',
  noticeEnds: 'the end of the notice',
  revocationEffective: 'the day on which the revocation takes effect',
};

const sentence = (text: string): string => filters.sentence(text.replaceAll('-', ' '));

/** The last step of a path, as people call it; a stage itself by its title. */
function titleOf(workflow: Workflow, { path, outcome }: Pick<DescribedPlace, 'path' | 'outcome'>): string {
  if (outcome !== undefined) return sentence(outcome);
  if (path === undefined) return 'Wherever a case stands';
  const stage = stageOf(workflow, { path });
  if (stage?.path === path) return stage.title;
  return sentence(inWords(path.split('.').at(-1) ?? path));
}

/** Where a way leads, told with its stage where that is another one. */
function leadsTo(workflow: Workflow, from: string | undefined, to: string): string {
  const [here, there] = [stageOf(workflow, from === undefined ? {} : { path: from }), stageOf(workflow, { path: to })];
  const title = titleOf(workflow, { path: to });
  return there === undefined || there === here || there.path === to ? title : `${there.title}: ${title.toLowerCase()}`;
}

const named = ({ words, id }: DescribedWay['onlyIf'][number]): string =>
  id === undefined ? sentence(words) : `${sentence(words)} (${id})`;

export function placeView(workflow: Workflow, place: DescribedPlace): PlaceView {
  const { path, description, ways } = place;
  return {
    id: (path ?? 'anywhere').replaceAll('.', '-'),
    title: titleOf(workflow, place),
    ...(description !== undefined && { description }),
    facts: factsOf(place),
    acts: [...Map.groupBy(ways, labelOf)].map(([label, own]) => ({
      label,
      by: [...new Set(own.flatMap(({ type, by }) => (type === undefined ? ['The service'] : by.map(doer))))],
      under: [...new Set(own.flatMap(({ also }) => also))],
      turns: own.map(({ meaning, to = [], onlyIf }) => ({
        ...(meaning !== undefined && { meaning }),
        to: to.map((each) => leadsTo(workflow, path, each)),
        onlyIf: onlyIf.map(named),
      })),
    })),
  };
}

const labelOf = ({ label, type }: DescribedWay): string =>
  label ?? (type === undefined ? 'At once' : filters.fact(type));

function factsOf({ waitingOn = [], due, refuses }: DescribedPlace): readonly string[] {
  const at = due && (dateWords[due.date] ?? inWords(due.date));
  return [
    ...(waitingOn.length > 0 ? [`Waits on: ${waitingOn.map(waitedOn).join(', ')}.`] : []),
    ...(due && at !== undefined
      ? [due.event === undefined ? `Due by ${at}.` : `The service goes on by itself at ${at}.`]
      : []),
    ...refuses.map(
      ({ type, rule }) => `Refused here: ${filters.fact(type).toLowerCase()}. It is only possible if: ${named(rule)}.`,
    ),
  ];
}

const doer = (role: string): string => (role === 'clock' ? 'The service, at its date' : waitedOn(role));

export const pathView = (shown: PathShown) => {
  const { workflow, parts, charts, anywhere, endings, doneBy } = shown;
  const view = (place: DescribedPlace): PlaceView => placeView(workflow, place);
  return {
    parts: parts.map((part) => ({ ...part, places: part.places.map(view), chart: charts.get(part.name) })),
    anywhere: anywhere.map(view).filter(({ acts, facts }) => acts.length + facts.length > 0),
    endings: endings.map(view),
    doneBy: doneBy.map(({ role, acts }) => ({ who: doer(role), acts })),
  };
};
