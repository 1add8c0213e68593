/** What an interest that somebody declares on a case means: it stands in the register of interests, and bars elsewhere too. */
import type { Actor, RegisterNews } from '../../libs/workflow/index.js';
import { londonDay } from '../../libs/workflow/london.js';
import type { InterestDeclared } from './anywhere-events.js';

/** What the service adds to a declared interest. */
export interface Holder {
  /** Id of the entry in the register of interests. */
  readonly interestId: string;
  /** Name of the person whom the registrar or the person themselves names; null where nobody is named. */
  readonly holder: string | null;
}

/** The names of those look-ups. */
export const holderLookUps: readonly (keyof Holder)[] = ['interestId', 'holder'];

/** What falls on a case from the register has its entry there, and is given no id for another. */
export function interestBy({
  data,
  at,
  actor,
}: {
  readonly data: InterestDeclared & Partial<Holder>;
  readonly at: string;
  readonly actor: Actor;
}): readonly RegisterNews[] {
  const { interestId, holder, kind, subject, text, aroseOn, person = actor.id } = data;
  if (interestId === undefined) return [];
  return [
    {
      type: 'InterestRegistered',
      data: {
        id: interestId,
        person,
        name: holder ?? actor.name,
        kind,
        organisation: subject,
        text,
        aroseOn,
        declaredOn: londonDay(at),
      },
    },
  ];
}
