/** What an approval means for the register. */
import type { RegisterNews } from '../../libs/workflow/index.js';
import { addDays } from '../../libs/workflow/london.js';
import { knownOf, type Request } from './request.js';

/** The facts of the register by which it becomes as was asked for, one a practice and one a merger. */
export function changesBy(request: Request): readonly RegisterNews[] {
  const { kind, ccg, effectiveOn, to, into } = request;
  const practices = knownOf(request);
  // The register keeps the last day of what ends.
  const lastDay = addDays(effectiveOn, -1);
  switch (kind) {
    case 'join':
      return practices.map(({ code, name, patients, status, setting }) => ({
        type: 'PracticeJoined',
        data: { code, name, patients, status, setting, ccg: ccg.code, joined: effectiveOn },
      }));
    case 'leave':
      return practices.map(({ code }) => ({
        type: 'PracticeLeft',
        data: { practice: code, ccg: ccg.code, on: lastDay },
      }));
    case 'move':
      return practices.map((practice) => ({
        type: 'PracticeMoved',
        data: { practice: practice.code, from: practice.ccg, to, on: effectiveOn },
      }));
    case 'merge': {
      const from = practices.map(({ code }) => code).filter((code) => code !== into);
      return [{ type: 'PracticesMerged', data: { from, into, on: lastDay } }];
    }
  }
}
