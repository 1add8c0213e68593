/** What of a case is put before a committee: what the region found under each threshold, and what it recommends. */
import type { RecordedEvent } from '../../../libs/event-log/index.js';
import { reasonCodes } from '../../../workflows/stages/review/events.js';
import { findings, thresholdWords } from '../../../workflows/stages/assurance/events.js';

/** One threshold, as it was assessed last. */
export interface Assessment {
  readonly threshold: string;
  readonly finding: string;
  readonly evidence: string;
  readonly conditions?: string;
  readonly by: string;
  readonly at: string;
}

export interface Papers {
  readonly assessments: readonly Assessment[];
  readonly recommendation?: Recommendation;
}

export interface Recommendation {
  readonly recommended: boolean;
  /** What it rests on, or the reasons why it is none. */
  readonly grounds: readonly string[];
  readonly by: string;
  readonly at: string;
}

/** After it, everything is assessed afresh. */
const afresh = ['ThresholdsReopened', 'ApprovalSuspended'];

/** Of the events of a case, in the order in which they were recorded. */
export function papersIn(events: readonly RecordedEvent[]): Papers {
  const since = events.slice(events.findLastIndex(({ type }) => afresh.includes(type)) + 1);
  const last = since.findLast(({ type }) => type === 'RegionRecommended' || type === 'RegionNotRecommended');
  return {
    assessments: Object.entries(thresholdWords).flatMap(([name, words]) => {
      const found = since.findLast(
        ({ type, data }) => type === 'ThresholdAssessed' && said(data, 'threshold') === name,
      );
      return found ? [assessmentOf(words, found)] : [];
    }),
    ...(last && { recommendation: recommendationOf(last) }),
  };
}

function assessmentOf(threshold: string, { data, actor, at }: RecordedEvent): Assessment {
  const conditions = said(data, 'conditions');
  const finding = said(data, 'finding') ?? 'not-met';
  return {
    threshold,
    finding: Object.hasOwn(findings, finding) ? findings[finding as keyof typeof findings] : finding,
    evidence: said(data, 'evidence') ?? '–',
    ...(conditions !== undefined && { conditions }),
    by: actor.name,
    at,
  };
}

function recommendationOf({ type, data, actor, at }: RecordedEvent): Recommendation {
  const grounds = said(data, 'grounds');
  const { reasons } = data as { readonly reasons?: unknown };
  const told = Array.isArray(reasons) ? (reasons as readonly { readonly code: string; readonly text: string }[]) : [];
  return {
    recommended: type === 'RegionRecommended',
    grounds: [
      ...(grounds === undefined ? [] : [grounds]),
      ...told.map(({ code, text }) => `${reasonIn(code)}: ${text}`),
    ],
    by: actor.name,
    at,
  };
}

const reasonIn = (code: string): string =>
  Object.hasOwn(reasonCodes, code) ? reasonCodes[code as keyof typeof reasonCodes] : code;

function said(data: unknown, name: string): string | undefined {
  const { [name]: value } = data as Readonly<Record<string, unknown>>;
  return typeof value === 'string' ? value : undefined;
}
