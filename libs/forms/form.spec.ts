import { describe, expect, it } from '@jest/globals';
import { delegatedCommissioning } from '../../workflows/delegated-commissioning/index.js';
import { Day, Days, past } from './days.js';
import { Count, Line, ListOf, One, OneOf, Optional, Text, YesNo } from './decorators.js';
import { fieldsOf, formOf } from './form.js';
import { schemaOfClass } from './json-schema.js';

class Plot {
  @Count('the number of the plot', 1, 1000) plot: number;
}

class Request {
  @Text('the reasons', { hint: 'Say what you would grow.' }) reasons: string;
  @Line('the name under the request', { label: 'Your name', last: true }) signed: string;
}

class PlotRequest extends Request {
  @OneOf('how large it should be', { half: 'Half a plot', whole: 'A whole one' }) size: string;
  @Optional('Only if you wait for one.')
  @Day('the day you asked first', past(5), { label: 'Date you asked first' })
  since?: string;
  @One(() => Plot, 'the plot you would like') like: Plot;
  @ListOf(() => Plot, 'others', { each: 'plot', most: 3 }) others: Plot[];
  @YesNo('Do you have tools?', 'you have tools') tools: boolean;
  @Days('the days on which you come', past(1), 7) days: string[];
}

describe('the fields of a class', () => {
  it('are those of the class it builds on first, and last what is said to be', () => {
    expect(fieldsOf(PlotRequest).map(({ name }) => name)).toEqual([
      'reasons',
      'size',
      'since',
      'like',
      'others',
      'tools',
      'days',
      'signed',
    ]);
    expect(fieldsOf(Request).map(({ name }) => name)).toEqual(['reasons', 'signed']);
  });

  it('say what each is called, what it may be and in what words, as plain data', () => {
    const [reasons, size, since, like, others, tools, days, signed] = fieldsOf(PlotRequest);
    const plot = {
      kind: 'number',
      name: 'plot',
      label: 'Number of the plot',
      asks: 'Enter the number of the plot as a whole number',
      least: 1,
      most: 1000,
      width: 4,
      limits: [],
    };
    expect(reasons).toEqual({
      kind: 'textarea',
      name: 'reasons',
      label: 'Reasons',
      hint: 'Say what you would grow.',
      asks: 'Enter the reasons',
      longest: 4000,
      limits: [],
    });
    expect(size).toMatchObject({
      kind: 'radios',
      label: 'How large it should be',
      options: [
        { value: 'half', words: 'Half a plot' },
        { value: 'whole', words: 'A whole one' },
      ],
    });
    expect(since).toMatchObject({
      kind: 'day',
      label: 'Date you asked first',
      optional: 'Only if you wait for one.',
      when: 'a day from 5 years ago to today',
    });
    expect(like).toMatchObject({ kind: 'nested', label: 'Plot you would like', fields: [plot] });
    expect(others).toMatchObject({ kind: 'list', label: 'Others', each: 'plot', least: 0, most: 3, fields: [plot] });
    expect(tools).toMatchObject({ kind: 'yes-no', label: 'Do you have tools?' });
    expect(days).toMatchObject({
      kind: 'several',
      each: { kind: 'day' },
      most: 7,
      when: 'a day from 1 year ago to today',
    });
    expect(signed).toMatchObject({ kind: 'text', label: 'Your name', longest: 200 });
  });

  it('may be told otherwise by a class that builds on it, in their place', () => {
    class Short extends Request {
      @Line('the reason') override reasons = '';
    }
    expect(fieldsOf(Short)).toMatchObject([{ name: 'reasons', kind: 'text', label: 'Reason' }, { name: 'signed' }]);
    expect(fieldsOf(Request)).toMatchObject([{ name: 'reasons', kind: 'textarea' }, { name: 'signed' }]);
  });

  it('are what the JSON Schema says, with the label, the words beside each value, and all that is told in its description', () => {
    expect(schemaOfClass(PlotRequest)).toMatchObject({
      required: ['reasons', 'size', 'like', 'others', 'tools', 'days', 'signed'],
      properties: {
        size: {
          title: 'How large it should be',
          enum: ['half', 'whole'],
          oneOf: [
            { const: 'half', title: 'Half a plot' },
            { const: 'whole', title: 'A whole one' },
          ],
        },
        since: {
          description:
            'Enter the day you asked first as a date that exists, YYYY-MM-DD: a day from 5 years ago to today. Only if you wait for one.',
        },
        reasons: { description: 'Enter the reasons. Say what you would grow.' },
      },
      additionalProperties: false,
    });
  });
});

describe('the form of an event', () => {
  it('has the words of the button, what it means, and what the rules say of each field', () => {
    const { moves, fields } = formOf(delegatedCommissioning, 'BallotOpened');
    expect(moves).toContainEqual({ label: 'Open the ballot', meaning: expect.stringMatching(/^[A-Z].*\.$/) });
    expect(fields).toMatchObject([
      { name: 'question', limits: [] },
      { name: 'closesAt', limits: expect.arrayContaining(['The ballot must close before go-live.']) },
      { name: 'papers', limits: [] },
    ]);
  });

  it('has each of the words where a button is called otherwise in another place', () => {
    const { moves } = formOf(delegatedCommissioning, 'ApplicationSubmitted');
    expect([...new Set(moves.map(({ label }) => label))].sort()).toEqual([
      'Submit the application',
      'Submit the reworked application',
    ]);
  });

  it('tells a rule about what is nested where it stands, and changes no other form', () => {
    const due = (form: ReturnType<typeof formOf>) => {
      const conditions = form.fields.find(({ name }) => name === 'conditions');
      return conditions && 'fields' in conditions ? conditions.fields.find(({ name }) => name === 'due') : undefined;
    };
    expect(due(formOf(delegatedCommissioning, 'DecisionMade'))?.limits).toContain(
      'What must be discharged before go-live is due before it.',
    );
    expect(due(formOf(delegatedCommissioning, 'ConditionsImposed'))?.limits).toEqual([]);
  });

  it('is none of an event that the workflow does not have', () => {
    for (const type of ['Nothing', 'toString'])
      expect(() => formOf(delegatedCommissioning, type)).toThrow(/delegated-commissioning has no event/);
  });
});
