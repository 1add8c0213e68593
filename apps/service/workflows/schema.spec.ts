/** What programs are told of an event before they send one: what each day and number may be, by itself, beside the day and the case. */
import { describe, expect, it } from '@jest/globals';
import { ruleNamesOf } from '../../../libs/workflow/model.js';
import { waysOn, withinAndSelf } from '../../../libs/workflow/state.js';
import { workflowOf, workflows } from '../../../workflows/index.js';
import type { Workflow } from '../../../libs/workflow/index.js';
import '../service.module.js';
import { AnnouncedHolidays } from '../register/holidays.js';
import { AnnouncedRound } from '../register/rounds.js';
import { DayOrInstant } from '../../../libs/forms/days.js';
import { schemaOf, schemaOfClass, type JsonSchema } from '../../../libs/forms/json-schema.js';

interface Property {
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Property>>;
  readonly items?: Property;
}

/** Every value of a schema by its path, `*` for each of a list. */
function valuesIn(schema: Property, path = ''): readonly (readonly [path: string, value: Property])[] {
  const { properties = {}, items, description } = schema;
  const steps = Object.entries(properties);
  if (items) steps.push(['*', { ...(description !== undefined && { description }), ...items }]);
  return steps.flatMap(([step, value]) => {
    const at = path === '' ? step : `${path}.${step}`;
    return [[at, value] as const, ...valuesIn(value, at)];
  });
}

function latest(name: string): Workflow {
  const workflow = workflowOf(name, '1');
  if (workflow === undefined) throw new Error(`There is no workflow ${name}`);
  return workflow;
}
const said = (name: string, type: string) => new Map(valuesIn(schemaOf(latest(name), type)));
const all = workflows.flatMap((workflow) =>
  Object.keys(workflow.events).flatMap((type) =>
    valuesIn(schemaOf(workflow, type)).map(([path, value]) => ({ workflow, type, path, value })),
  ),
);
const isDay = ({ pattern = '' }: Property): boolean => pattern.includes('-\\d{2}-\\d{2}');

describe('the JSON Schema of an event', () => {
  it('says of every day and instant what it is, and what it may be beside the day on which it is said', () => {
    const days = all.filter(({ value }) => isDay(value));
    expect(days.length).toBeGreaterThan(30);
    for (const { type, path, value } of days) {
      const isInstant = value.pattern?.includes('T') === true;
      expect([type, path, value.type, value.format]).toEqual([type, path, 'string', isInstant ? 'date-time' : 'date']);
      expect([type, path, value.description]).toEqual([
        type,
        path,
        expect.stringMatching(
          /^Enter .*: (today or an earlier day|a day from (today|tomorrow|\d+ years? ago) to (today|\d+ years? ahead))\./,
        ),
      ]);
    }
    expect(JSON.stringify(days)).not.toContain('oneOf');
  });

  it('says of every number what is its least and its most', () => {
    const numbers = all.filter(({ value }) => value.type === 'integer' || value.type === 'number');
    expect(numbers.length).toBeGreaterThan(30);
    for (const { type, path, value } of numbers)
      expect([type, path, typeof value.minimum, typeof value.maximum]).toEqual([type, path, 'number', 'number']);
  });

  it('says in a sentence what depends on the case, in the words of the refusal', () => {
    expect(said('delegated-commissioning', 'BallotOpened').get('closesAt')?.description).toBe(
      'Enter when the ballot closes as a time that exists, YYYY-MM-DDThh:mm:ssZ: a day from today to 1 year ahead. The ballot must stay open for 24 hours or more. It closes earlier once every practice has voted. The ballot must close before go-live.',
    );
    expect(said('delegated-commissioning', 'InformationRequested').get('answerBy')?.description).toContain(
      '. The answer must be wanted before go-live.',
    );
    expect(said('membership-request', 'MembershipRequested').get('effectiveOn')?.description).toContain(
      '. A request can be back-dated, but not to before the last change.',
    );
    expect(said('delegated-commissioning', 'DecisionMade').get('conditions.*.due')?.description).toContain(
      '. What must be discharged before go-live is due before it.',
    );
    expect(said('delegated-commissioning', 'AgreementOfMembersRecorded').get('for')?.description).toContain(
      '. An agreement needs more practices for than against.',
    );
    expect(said('joint-commissioning', 'AgreementOfMembersRecorded').get('heldOn')?.description).not.toContain(
      'go-live',
    );
  });

  it('has every day and number that a rule limits', () => {
    for (const workflow of workflows)
      for (const way of withinAndSelf(workflow.machine.root).flatMap(waysOn))
        for (const name of ruleNamesOf(way.guard)) {
          const { limits, meaning } = workflow.rules[name] ?? {};
          if (limits === undefined) continue;
          const general = limits.general ?? meaning;
          const described = said(workflow.name, String(way.eventType));
          const told = limits.fields.map((field) => described.get(field)?.description?.includes(String(general)));
          expect([workflow.name, way.eventType, name, told]).toEqual([
            workflow.name,
            way.eventType,
            name,
            limits.fields.map(() => true),
          ]);
        }
  });
});

describe('the schema of a request', () => {
  it('says what its days may be, too', () => {
    const days = new Map(valuesIn(schemaOfClass(AnnouncedHolidays)));
    expect(days.get('days.*')).toMatchObject({ format: 'date' });
    expect(days.get('days.*')?.description).toContain(': a day from 1 year ago to 20 years ahead.');
    expect(new Map(valuesIn(schemaOfClass(AnnouncedRound))).get('applicationBy')).toMatchObject({
      format: 'date-time',
      description: expect.stringContaining(': a day from 5 years ago to 5 years ahead.'),
    });
  });

  it('leaves open what may be a day or an instant', () => {
    class Either {
      @DayOrInstant('the day or time') due: string;
    }
    const { due } = (schemaOfClass(Either) as { properties: Readonly<Record<string, JsonSchema>> }).properties;
    expect(due).toMatchObject({ type: 'string' });
    expect(due).not.toHaveProperty('format');
    expect(due).not.toHaveProperty('oneOf');
  });
});
