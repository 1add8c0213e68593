/** What an approval means for the register. */
import type { RegisterNews } from '../../libs/workflow/index.js';
import { addDays, londonDay } from '../../libs/workflow/london.js';
import { asOf, knownOf, type FactOf, type Request } from './request.js';

/** The facts of the register by which it becomes as was asked for, one a practice and one a merger. What was told ahead may be told otherwise by them. */
export function changesBy(asked: Request, { data: known, at }: FactOf<'MembershipApproved'>): readonly RegisterNews[] {
  const request = asOf(asked, known);
  const { kind, ccg, effectiveOn, to, into } = request;
  const toldOn = londonDay(at);
  const practices = knownOf(request);
  // The register keeps the last day of what ends.
  const lastDay = addDays(effectiveOn, -1);
  switch (kind) {
    case 'join':
      return practices.map(({ code, name, patients, status, setting }) => ({
        type: 'PracticeJoined',
        data: { code, name, patients, status, setting, ccg: ccg.code, joined: effectiveOn, toldOn },
      }));
    case 'leave':
      return practices.map(({ code }) => ({
        type: 'PracticeLeft',
        data: { practice: code, ccg: ccg.code, on: lastDay, toldOn },
      }));
    case 'move':
      return practices.map((practice) => ({
        type: 'PracticeMoved',
        data: { practice: practice.code, from: practice.ccg, to, on: effectiveOn, toldOn },
      }));
    case 'merge': {
      const from = practices.map(({ code }) => code).filter((code) => code !== into);
      return [{ type: 'PracticesMerged', data: { from, into, on: lastDay, toldOn } }];
    }
    case 'stay':
      return practices.map(({ code }) => ({
        type: 'PracticeStays',
        data: { practice: code, ccg: ccg.code, on: effectiveOn, toldOn },
      }));
  }
}
