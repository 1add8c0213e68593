/** What there is to choose from in the fields of a form: things of the register by the kind of their code, and things of the case. */
import type { CodeOf, Field } from '../../../libs/forms/field.js';
import type { Register } from '../../../libs/register/index.js';
import { isBefore } from '../../../libs/workflow/instant.js';
import type { Choice, Workflow } from '../../../libs/workflow/index.js';
import { deadlineInWords, type Day } from '../../../libs/workflow/london.js';
import type { Asker } from '../access/asker.js';
import type { CaseJson } from '../cases/shapes.js';
import type { Offers } from '../forms/asked.js';

/** So many can be chosen from at once; of more, one enters the code. */
const mostBoxes = 60;
const mostOptions = 400;

interface Around {
  readonly asking: Asker;
  readonly register: Register;
  readonly today: Day;
}

/** By the path of the field. */
export function registerOffers(fields: readonly Field[], around: Around, at = ''): Offers {
  const found = fields.flatMap((field): readonly (readonly [string, readonly Choice[]])[] => {
    const path = `${at}${field.name}`;
    if (field.kind === 'nested') return Object.entries(registerOffers(field.fields, around, `${path}.`));
    if (field.kind === 'list') return Object.entries(registerOffers(field.fields, around, `${path}.*.`));
    if (field.name === 'committeeId') return offered(path, committees(around), mostOptions);
    if (field.kind === 'code') return offered(path, coded(field.of, around), mostOptions);
    if (field.kind === 'several' && field.each.kind === 'code')
      return offered(path, coded(field.each.of, around), mostBoxes);
    return [];
  });
  return Object.fromEntries(found);
}

const offered = (path: string, choices: readonly Choice[], most: number) =>
  choices.length > 0 && choices.length <= most ? [[path, choices] as const] : [];

function coded(of: CodeOf, { asking, register, today }: Around): readonly Choice[] {
  switch (of) {
    case 'region':
      return register.regions().map(({ code, name }) => ({ value: code, words: name }));
    case 'ccg':
      return register.ccgs({ openOn: today }).map(({ code, name }) => ({ value: code, words: `${name} (${code})` }));
    case 'practice':
      return practicesAround({ asking, register, today });
    case 'organisation':
    case 'case':
    case 'name':
      return [];
  }
}

/** The practices of the CCG that the person acts for, or whose member the practice is that they act for. */
function practicesAround({ asking, register, today }: Around): readonly Choice[] {
  const [grant] = asking.grants;
  if (grant === undefined) return [];
  const ccg = register.ccg(grant.organisation)?.code ?? register.memberOf(grant.organisation, today);
  if (ccg === undefined) return [];
  return register.practices({ ccg, on: today }).map(({ code, name }) => ({ value: code, words: `${name} (${code})` }));
}

const committees = ({ asking, register, today }: Around): readonly Choice[] =>
  asking.grants
    .flatMap(({ organisation }) => register.committees({ organisation, on: today }))
    .map(({ id, name }) => ({ value: id, words: name }));

/** What the workflow itself names. */
export function caseOffers({ offers = {} }: Workflow, type: string, context: unknown): Offers {
  const found = Object.hasOwn(offers, type) ? (offers[type] ?? {}) : {};
  return Object.fromEntries(Object.entries(found).map(([path, choices]) => [path, choices(context)] as const));
}

/** The queues in which the case waits for whoever asks. */
export function queueOffers({ stages }: CaseJson, { grants }: Asker): Offers {
  const waiting = stages.filter(({ waitingOn }) => grants.some(({ role }) => waitingOn.includes(role)));
  return { queue: waiting.map(({ name, title }) => ({ value: name, words: title })) };
}

/** Rounds in which applications of this kind can be begun now, each with its deadline. */
export function roundOffers({ level }: Workflow, register: Register, now: string): Offers {
  if (level === undefined) return {};
  const open = register.rounds().filter((round) => {
    const { opens, interestBy, goLiveAt, levels } = round;
    const isOver = (interestBy !== null && !isBefore(now, interestBy)) || !isBefore(now, goLiveAt);
    return levels.some((each) => each === level) && !isBefore(now, opens) && !isOver;
  });
  return {
    round: open.map(({ id, name, interestBy }) => ({
      value: id,
      words: interestBy === null ? name : `${name}: interest by ${deadlineInWords(interestBy)}`,
    })),
  };
}
