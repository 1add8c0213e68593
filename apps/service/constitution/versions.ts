/** The versions of a constitution that a case has proposed, out of its events. */
import type { RecordedEvent } from '../../../libs/event-log/index.js';
import type { Amendment } from '../../../workflows/stages/constitution/amendment.js';
import { countingInWords } from '../../../workflows/stages/constitution/counting-words.js';
import { grounds, type AmendmentProposed } from '../../../workflows/stages/constitution/events.js';
import { actOf } from '../ballots/act.js';
import type { Version } from './shapes.js';

const verdicts = {
  AmendmentApproved: 'approved',
  AmendmentReturned: 'returned',
  AmendmentRefused: 'refused',
} as const;

type Verdict = keyof typeof verdicts;
const isVerdict = (type: string): type is Verdict => Object.hasOwn(verdicts, type);

/** `statuses`: what has become of each, as the workflow tells it; one can be replaced without a decision of its own. */
export function versionsIn(
  events: readonly RecordedEvent[],
  statuses: readonly Pick<Amendment, 'version' | 'status'>[],
): readonly Version[] {
  const flat = events
    .filter(({ type }) => type === 'AmendmentProposed')
    .map((event) => versionOf(event, events, statuses));
  return flat.map((version) => withThoseOn(version, flat));
}

/** Every proposal has a higher number than the one it rests on, so this ends. */
const withThoseOn = (version: Version, all: readonly Version[]): Version => ({
  ...version,
  rests: all.filter(({ basedOn }) => basedOn === version.version).map((each) => withThoseOn(each, all)),
});

export const treesOf = (versions: readonly Version[]): readonly Version[] =>
  versions.filter(({ basedOn }) => !versions.some(({ version }) => version === basedOn));

function versionOf(
  event: RecordedEvent,
  events: readonly RecordedEvent[],
  statuses: readonly Pick<Amendment, 'version' | 'status'>[],
): Version {
  // What is recorded was held against the class.
  const { version, basedOn, material, ground, clauses, document, ballotRequired, countingRule } =
    event.data as unknown as AmendmentProposed;
  const decision = decisionOn(version, events);
  return {
    version,
    basedOn,
    status: statuses.find((each) => each.version === version)?.status ?? decision?.verdict ?? 'pending',
    material,
    ground: grounds[ground],
    clauses,
    ...(document !== undefined && { document }),
    ...(ballotRequired !== undefined && { ballotRequired }),
    ...(countingRule && { counting: countingInWords(countingRule) }),
    proposed: actOf(event),
    ...(decision && { decision }),
    rests: [],
  };
}

function decisionOn(version: number, events: readonly RecordedEvent[]): Version['decision'] {
  const event = events.find(({ type, data }) => isVerdict(type) && data['version'] === version);
  if (event === undefined || !isVerdict(event.type)) return undefined;
  const { reasons, changes } = event.data as { readonly reasons: string; readonly changes?: string };
  return { ...actOf(event), verdict: verdicts[event.type], reasons, ...(changes !== undefined && { changes }) };
}
