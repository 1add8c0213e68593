/** What is asked of people: every field of every fact and request has a name, words and a sense that a page can show. */
import { describe, expect, it } from '@jest/globals';
import { getMetadataStorage, IsOptional, IsString } from 'class-validator';
import { globSync, readFileSync } from 'node:fs';
import { Count, Line, ListOf, OneOf, Optional, SomeOf, Text } from '../libs/forms/decorators.js';
import { fieldsOf, formOf } from '../libs/forms/form.js';
import type { Shape } from '../libs/workflow/shapes.js';
import { bareIn, lackingInFields, rawWordsIn, undeclaredIn } from './lacking-fields.js';
import { workflows } from '../workflows/index.js';
import '../apps/service/service.module.js';

/** Every class that anything is held against, those of requests among them. */
const everyShape: readonly Shape[] = (() => {
  const storage = getMetadataStorage() as unknown as { readonly validationMetadatas: ReadonlyMap<Shape, unknown> };
  const ofEvents = workflows.flatMap(({ events }) => Object.values(events));
  return [...new Set([...storage.validationMetadatas.keys(), ...ofEvents])];
})();
const names = new Set(everyShape.map(({ name }) => name));

describe('every field of every fact and request', () => {
  it('is declared once, by a decorator that says what it is', () => {
    expect(everyShape.length).toBeGreaterThan(90);
    expect(everyShape.flatMap(undeclaredIn)).toEqual([]);
  });

  it('has a label, words for each option and a sense where it may be left out, as people read them', () => {
    expect(everyShape.flatMap(lackingInFields)).toEqual([]);
  });

  it('has a decorator, in the source too', () => {
    const files = globSync('{workflows,apps/service,libs/forms}/**/*.ts').filter((file) => !file.endsWith('.spec.ts'));
    expect(files.length).toBeGreaterThan(150);
    expect(files.flatMap((file) => bareIn(file, readFileSync(file, 'utf8'), (name) => names.has(name)))).toEqual([]);
  });

  it('is plain data, in an order that stays', () => {
    for (const workflow of workflows)
      for (const type of Object.keys(workflow.events)) {
        const form = formOf(workflow, type);
        expect(structuredClone(form)).toEqual(form);
        expect(formOf(workflow, type)).toEqual(form);
      }
  });
});

describe('every fact that a case takes', () => {
  it('has the words of its button, and what it means', () => {
    const silent = workflows.flatMap((workflow) =>
      Object.keys(workflow.events)
        .flatMap((type) => formOf(workflow, type).moves.map((move) => ({ type, ...move })))
        .filter(({ label, meaning }) => !/^[A-Z]/.test(label) || !/\.$/.test(meaning))
        .map(({ type }) => type),
    );
    expect(silent).toEqual([]);
  });
});

describe('whoever is refused', () => {
  it('reads of an option in its words, never as programs spell it', () => {
    expect(workflows.flatMap(rawWordsIn)).toEqual([]);
  });

  it('and a rule that spells one would be found', () => {
    const [first] = workflows.filter(({ level }) => level === 'L3');
    const meaning = 'Say why, where it is none-held-openly.';
    const broken = { ...first!, rules: { ...first!.rules, reasonIsGiven: { meaning, in: 'applying' } } };
    expect(rawWordsIn(broken)).toContainEqual(
      expect.stringMatching(/the rule reasonIsGiven says none-held-openly: say it in the words of the option/),
    );
  });
});

describe('whoever adds a field is told what it lacks, and how to mend it', () => {
  const fine = { a: 'First', b: 'Second' };

  it.each<readonly [string, PropertyDecorator, RegExp]>([
    ['a label of code', Line('x', { label: 'The closesAt' }), /the label “The closesAt” is in words of code: write/],
    ['a label of an id', Line('the id of the round'), /the label “Id of the round” is in words of code: write/],
    ['a label that begins small', Line('x', { label: 'reason' }), /“reason” does not begin with a capital: mend/],
    ['a label in title case', Line('x', { label: 'The Date Of The Meeting' }), /is not in sentence case: mend/],
    ['a label with a stop', Line('x', { label: 'Reason.' }), /“Reason\.” ends with a stop: take/],
    ['a label that is too long', Line('x', { label: 'X'.repeat(101) }), /longer than 100 characters: say the rest/],
    ['its own name', Line('x', { label: 'said' }), /is called by its own name: tell a label/],
    ['a hint that is no sentence', Line('x', { hint: 'like this' }), /the hint is no whole sentence/],
    ['a hint of code', Line('x', { hint: 'As in `this`.' }), /the hint is in words of code: write/],
    ['an option that is its own value', OneOf('x', { ...fine, C: 'C' }), /C has no words of its own: say/],
    ['an option that holds its value', SomeOf('x', { 'not-yet': 'It is not-yet' }), /not-yet has no words of its own/],
    ['an option with a stop', OneOf('x', { a: 'First.' }), /the words of a “First\.” ends with a stop/],
    ['options of the same words', OneOf('x', { a: 'First', b: 'First' }), /two options of the same words: tell/],
  ])('%s', (_, decorate, sentence) => {
    class Planted {
      said: unknown;
    }
    decorate(Planted.prototype, 'said');
    expect(lackingInFields(Planted)).toContainEqual(expect.stringMatching(sentence));
  });

  it('two labels alike, a sense that is none, and one of a list that is no noun, however deep', () => {
    class Inner {
      @Text('the reasons') reasons: string;
      @Optional('sometimes') @Text('reasons') others?: string;
    }
    class Outer {
      @ListOf(() => Inner, 'the inner ones', { each: 'The inner one' }) inner: Inner[];
    }
    expect(lackingInFields(Outer)).toEqual([
      expect.stringMatching(/^Outer.inner names one of its list “The inner one”: write it as in/),
      'Outer.inner has two fields called “Reasons”: tell one of them another label.',
      'Outer.inner.others: what @Optional says is no whole sentence: “sometimes”.',
    ]);
  });

  it('a check of class-validator alone, and an optional field that is nothing else', () => {
    class Bare {
      @IsString() checked: string;
      @Optional('At times.') left?: string;
      @IsOptional() @Count('the votes', 0, 9) votes?: number;
    }
    expect(undeclaredIn(Bare)).toEqual([
      'Bare.checked is checked, and nothing says what it is: give it a decorator of libs/forms.',
      'Bare.left is checked, and nothing says what it is: give it a decorator of libs/forms.',
    ]);
    expect(() => fieldsOf(Bare)).toThrow(/Bare.left is optional, and nothing says what it is/);
  });

  it('a property without a decorator', () => {
    const source =
      'class Fact { static of = 1; @Line("x") said: string; bare?: string; } class Other { bare: string; }';
    expect(bareIn('events.ts', source, (name) => name === 'Fact')).toEqual([
      'Fact.bare in events.ts has no decorator, so that nobody can say it: give it one of libs/forms.',
    ]);
  });
});
