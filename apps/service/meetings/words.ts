/** How meetings, their items and their people are told on pages. */
import { outcomeWords } from '../../../workflows/committee-meeting/decisions.js';
import { findings, thresholdWords } from '../../../workflows/stages/assurance/events.js';
import type { AgendaLine, Course, MemberShown, Need, ResultShown } from './shown.js';

/** `colour` as tags of the design system have it: red is for what is wrong, and nothing here is. */
export interface Tagged {
  readonly text: string;
  readonly colour: string;
}

export const courses: Readonly<Record<Course, Tagged>> = {
  called: { text: 'To come', colour: 'blue' },
  sitting: { text: 'Sitting', colour: 'yellow' },
  closed: { text: 'Closed', colour: 'grey' },
  'called-off': { text: 'Called off', colour: 'grey' },
};

const needs: Readonly<Record<Need, Tagged>> = {
  attendance: { text: 'Waits for attendance', colour: 'grey' },
  handling: { text: 'Interest to be handled', colour: 'orange' },
  inquorate: { text: 'Inquorate', colour: 'orange' },
  clinician: { text: 'No clinical input', colour: 'orange' },
  votes: { text: 'Ready for the vote', colour: 'blue' },
};

export function standingOf({ need, result }: AgendaLine): Tagged {
  if (result) return resultInWords(result);
  return needs[need ?? 'votes'];
}

/** “Carried: Approve” */
export function resultInWords({ outcome, decision, next }: ResultShown): Tagged {
  switch (outcome) {
    case 'carried':
      return { text: `Carried: ${decision ?? '–'}`, colour: 'green' };
    case 'not-carried':
      return { text: `Not carried: ${decision ?? '–'}`, colour: 'grey' };
    case 'inquorate':
      return { text: `Inquorate: ${next === 'escalate' ? 'escalated' : 'deferred'}`, colour: 'orange' };
    case 'retabled':
      return { text: 'Tabled anew', colour: 'grey' };
  }
}

/** What whoever keeps the meeting does next about an open item, as a sentence. */
export const nextStep: Readonly<Record<Need, string>> = {
  attendance: 'Record who attended. Interests, quorum and votes follow from it.',
  handling: 'The chair says how each interest is handled. Nothing is decided before.',
  inquorate: 'Too few are left for this item, so it decides nothing: defer it, or escalate it.',
  clinician: 'No clinician is left in the room. The chair acknowledges that before the vote.',
  votes: 'The item is quorate. Record the votes.',
};

/** “chair, lay member” with what they may do: “chair, lay member · votes · clinician” */
export const seatInWords = ({ offices, voting, clinician }: MemberShown): string =>
  [offices, ...(voting ? [] : ['in attendance, without a vote']), ...(clinician ? ['clinician'] : [])]
    .filter((word) => word !== '')
    .join(' · ');

export interface Finding {
  readonly threshold: string;
  readonly finding: string;
  readonly colour: string;
}

const colours: Readonly<Record<string, string>> = {
  met: 'green',
  'met-with-conditions': 'yellow',
  'not-met': 'orange',
};

/** The four thresholds, as far as they are assessed. */
export const findingsInWords = (found: Readonly<Record<string, string>>): readonly Finding[] =>
  Object.entries(thresholdWords).map(([name, threshold]) => {
    const finding = found[name];
    if (finding === undefined) return { threshold, finding: 'Not assessed', colour: 'grey' };
    return {
      threshold,
      finding: Object.hasOwn(findings, finding) ? findings[finding as keyof typeof findings] : finding,
      colour: colours[finding] ?? 'grey',
    };
  });

/** Where under its decision a case stands, and the decision that is proposed first of all. */
export const readyInWords: Readonly<Record<string, { readonly text: string; readonly proposes: string }>> = {
  recommended: { text: 'Recommended', proposes: 'approve' },
  notRecommended: { text: 'Not recommended', proposes: 'reject' },
  deferred: { text: 'Deferred before', proposes: 'approve' },
  escalated: { text: 'Escalated by the region', proposes: 'approve' },
};

export const outcomeItems = Object.entries(outcomeWords).map(([value, text]) => ({ value, text }));
