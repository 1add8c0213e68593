/** The whole history as the API answers with it. */
import {
  instant,
  listOf,
  named,
  oneOf,
  refTo,
  shape,
  text,
  told,
  whole,
  type Said,
} from '../../../libs/forms/shape.js';

const actorOfTrail = shape({ id: text, name: text, role: text, organisation: text });

export const auditEventShape = named(
  'AuditEvent',
  told(
    shape(
      {
        position: whole,
        at: instant,
        type: text,
        stream: text,
        revision: whole,
        id: told(text, 'Of the event'),
        actor: actorOfTrail,
        case: told(text, 'Id of the case it is about'),
        ccg: text,
        workflow: text,
        because: told(text, 'Of a refused attempt, the kind of refusal'),
        rule: told(text, 'Of a refused attempt, the rule that refused it'),
        detail: told(text, 'Of a refused attempt what was attempted; of a reading what was read'),
        cause: told(text, 'Id of the event that brought this one about'),
      },
      'case',
      'ccg',
      'workflow',
      'because',
      'rule',
      'detail',
      'cause',
    ),
    'An event without what was said',
  ),
);
export type AuditEvent = Said<typeof auditEventShape>;

export const auditEventsShape = named(
  'AuditEvents',
  shape(
    { events: listOf(refTo(auditEventShape)), next: told(whole, 'Position to go on before; absent on the last page') },
    'next',
  ),
);
export type AuditEvents = Said<typeof auditEventsShape>;

export const refusalSumsShape = named(
  'RefusalSums',
  shape({
    refusals: listOf(
      shape(
        {
          because: text,
          rule: text,
          attempted: text,
          person: text,
          role: text,
          organisation: text,
          times: whole,
          last: told(whole, 'Position of the latest'),
        },
        'rule',
      ),
    ),
  }),
);
export type RefusalSums = Said<typeof refusalSumsShape>;

export const auditPersonShape = named(
  'AuditPerson',
  shape({
    id: text,
    names: told(listOf(text), 'Under which they acted'),
    acts: listOf(shape({ role: text, organisation: text, type: text, times: whole, first: instant, last: instant })),
    interests: listOf(
      shape(
        {
          id: text,
          kind: text,
          organisation: text,
          aroseOn: text,
          declaredOn: text,
          expiredOn: text,
          text: text,
        },
        'expiredOn',
      ),
    ),
    declared: told(listOf(refTo(auditEventShape)), 'Interests declared on cases and at meetings, the newest first'),
    refused: told(listOf(refTo(auditEventShape)), 'The latest attempts that were refused'),
  }),
);
export type AuditPerson = Said<typeof auditPersonShape>;

const momentShape = shape({ position: whole, at: instant }, 'at');

export const standingThenShape = named(
  'StandingThen',
  shape(
    {
      case: text,
      workflow: text,
      version: text,
      level: text,
      ccg: text,
      ccgName: text,
      region: text,
      round: text,
      revision: told(whole, 'Of the event since which it stood so'),
      position: whole,
      since: instant,
      stages: told(listOf(text), 'In progress'),
      outcome: text,
      waiting: listOf(shape({ role: text, queue: text, since: instant, due: instant }, 'due')),
      due: told(instant, 'Of all that was due, the soonest'),
    },
    'level',
    'ccg',
    'round',
    'outcome',
    'due',
  ),
);

const talliedShape = shape(
  {
    kind: oneOf('stage', 'waiting', 'outcome'),
    name: text,
    role: text,
    workflow: text,
    level: text,
    region: text,
    round: text,
    cases: whole,
    oldest: instant,
  },
  'role',
  'level',
  'round',
  'oldest',
);

export const registerThenShape = named(
  'RegisterThen',
  shape({
    moment: momentShape,
    tallies: told(listOf(talliedShape), 'How many cases stood where, by all they differ in'),
    late: listOf(shape({ queue: text, role: text, late: whole })),
    held: told(listOf(shape({ ccg: text, level: text, case: text, from: instant })), 'Levels that CCGs held'),
  }),
);
export type RegisterThen = Said<typeof registerThenShape>;

export const casesThenShape = named(
  'CasesThen',
  shape({ moment: momentShape, cases: listOf(refTo(standingThenShape)), next: whole }, 'next'),
);
export type CasesThen = Said<typeof casesThenShape>;

export const registerDifferenceShape = named(
  'RegisterDifference',
  shape(
    {
      from: momentShape,
      to: momentShape,
      began: whole,
      moved: whole,
      ended: whole,
      changes: listOf(
        shape(
          {
            change: oneOf('began', 'moved', 'ended'),
            before: refTo(standingThenShape),
            after: refTo(standingThenShape),
          },
          'before',
        ),
      ),
      levels: listOf(
        shape(
          { change: oneOf('took', 'left'), ccg: text, level: text, case: text, from: instant, until: instant },
          'until',
        ),
      ),
      next: told(whole, 'Place to go on after; absent on the last page'),
    },
    'next',
  ),
);
export type RegisterDifference = Said<typeof registerDifferenceShape>;
