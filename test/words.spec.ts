import { describe, expect, it } from '@jest/globals';
import { getMetadataStorage } from 'class-validator';
import type { Workflow } from '../libs/workflow/index.js';
import { Text } from '../workflows/fields.js';
import { workflows } from '../workflows/index.js';
import { jointCommissioning } from '../workflows/joint-commissioning/index.js';
import { events, rules } from '../workflows/stages.js';
import { InvolvementNoted as Note } from '../workflows/stages/involvement/events.js';

type Said = new () => object;

/** The class with those it builds on, nearest first. */
function lineOf(said: Said): readonly Said[] {
  const above: unknown = Object.getPrototypeOf(said);
  // Every class builds on Function.prototype in the end, which has no name.
  return typeof above === 'function' && above.name !== '' ? [said, ...lineOf(above as Said)] : [said];
}

/** Field → what people are told of it. */
function wordsOf(said: Said): ReadonlyMap<string, string> {
  const words = new Map<string, string>();
  const checks = getMetadataStorage().getTargetValidationMetadatas(said, '', false, false);
  for (const { propertyName, message } of checks) {
    const told = typeof message === 'string' ? message : '';
    words.set(propertyName, [...new Set([...(words.get(propertyName)?.split('\n') ?? []), told])].sort().join('\n'));
  }
  return words;
}

/** Where two workflows, or versions of one, mean different things by one name. */
function ambiguitiesOf(list: readonly Workflow[]): readonly string[] {
  const meanings = new Map<string, readonly Said[]>();
  for (const workflow of list)
    for (const [type, said] of Object.entries(workflow.events))
      meanings.set(type, [...new Set([...(meanings.get(type) ?? []), said])]);
  return [...meanings].flatMap(([type, [first, ...others]]) =>
    others.flatMap((other) => {
      if (!lineOf(other).some((each) => lineOf(first!).includes(each))) return [`${type}: no class in common`];
      const before = wordsOf(first!);
      return [...wordsOf(other)]
        .filter(([field, words]) => before.has(field) && before.get(field) !== words)
        .map(([field]) => `${type}.${field}: asked in different words`);
    }),
  );
}

const saying = (more: Readonly<Record<string, Said>>): Workflow => ({
  ...jointCommissioning,
  events: { ...jointCommissioning.events, ...more },
});

describe('one name has one meaning in all workflows', () => {
  it('whichever of them a fact belongs to', () => {
    expect(ambiguitiesOf(workflows)).toEqual([]);
  });

  it('and a fact of the same name with a class of its own would be found', () => {
    class NoticeGiven {
      @Text('the reasons') reasons: string;
    }
    expect(ambiguitiesOf([...workflows, saying({ NoticeGiven })])).toEqual(['NoticeGiven: no class in common']);
  });

  it('and a field that is asked in other words would be found', () => {
    class InvolvementNoted extends Note {
      @Text('something else') override statement = '';
    }
    expect(ambiguitiesOf([...workflows, saying({ InvolvementNoted })])).toEqual([
      'InvolvementNoted.statement: asked in different words',
      ...[],
    ]);
  });
});

describe('the vocabulary of applications', () => {
  const levels = workflows.filter(({ level }) => level !== undefined);
  /** The words that none of these workflows speaks. */
  const silent = (table: object, part: 'events' | 'rules', list: readonly Workflow[]): readonly string[] => {
    const spoken = new Set(list.flatMap((workflow) => Object.keys(workflow[part])));
    return Object.keys(table).filter((word) => !spoken.has(word));
  };

  it('has no fact that no level records, and no rule that no level asks', () => {
    expect(silent(events, 'events', levels)).toEqual([]);
    expect(silent(rules, 'rules', levels)).toEqual([]);
  });

  it('and would be found to have, were the level gone that speaks them', () => {
    const others = levels.filter((each) => each !== jointCommissioning);
    expect(silent(events, 'events', others)).toContain('JointCommitteeEstablished');
    expect(silent(rules, 'rules', others)).toContain('committeeIsJoint');
  });
});
