import { describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createMachine } from 'xstate';
import { lookUp, type Occasion } from '../apps/service/casework/look-ups.js';
import type { Workflow } from '../libs/workflow/index.js';
import { lackingAmong, lackingIn } from './lacking.js';
import { namesSetBy } from './dates-set.js';
import { planted } from './walks.js';
import { Text } from '../libs/forms/decorators.js';
import { fieldsOf } from '../libs/forms/form.js';
import { workflows } from '../workflows/index.js';
import { jointCommissioning } from '../workflows/joint-commissioning/index.js';
import { declare, vocabularyOf } from '../libs/workflow/model.js';
import { vocabularyFrom } from '../workflows/application/declare.js';
import { only } from '../workflows/application/model.js';
import type { StageWords } from '../workflows/application/words.js';
import { stages } from '../workflows/stages.js';
import { InvolvementNoted as Note } from '../workflows/stages/involvement/events.js';

type Said = new () => object;

/** The class with those it builds on, nearest first. */
function lineOf(said: Said): readonly Said[] {
  const above: unknown = Object.getPrototypeOf(said);
  // Every class builds on Function.prototype in the end, which has no name.
  return typeof above === 'function' && above.name !== '' ? [said, ...lineOf(above as Said)] : [said];
}

/** Field → how people are asked for it. */
const wordsOf = (said: Said): ReadonlyMap<string, string> =>
  new Map(fieldsOf(said).map(({ name, label, hint, asks }) => [name, JSON.stringify([label, hint, asks])]));

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

const levels = workflows.filter(({ level }) => level !== undefined);

describe('whoever adds a stage is told what it lacks, and how to mend it', () => {
  const folders = readdirSync(join(process.cwd(), 'workflows/stages'));
  /** Nothing is found for a name that is known, as there is no case; a name that is not is told. */
  const isLookedUp = (name: string): boolean => {
    try {
      lookUp([name], {} as Occasion);
    } catch (error) {
      return !/nobody looks up/.test(String(error));
    }
    return true;
  };
  const others = ['application', 'arrangement', 'committee-meeting', 'membership-request', 'rule-book', 'stages'];
  const versions = readdirSync(join(process.cwd(), 'workflows'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !others.includes(entry.name))
    .map(({ name }) => name);
  const around = { levels, folders, versions, isLookedUp };
  const [first] = stages;

  it('of a machine: nothing; whoever declared an interest acts as an approver nowhere (R-47)', () => {
    expect(workflows.flatMap(lackingIn)).toEqual([]);
  });

  it('of the stages: nothing', () => {
    expect(lackingAmong(stages, around)).toEqual([]);
  });

  it.each<readonly [string, object, RegExp]>([
    ['a way without a description', { description: '' }, /inForce on NoticeGiven has no description: say/],
    ['a way without a role', { meta: { by: [], label: 'Go' } }, /inForce on NoticeGiven says nobody who may do it/],
    ['a way without words', { meta: { by: ['clock'], label: ' ' } }, /inForce on NoticeGiven has no words for its/],
    ['a role that is none', { meta: { by: ['clerk'], label: 'Go' } }, /NoticeGiven names clerk, which is no role: use/],
    [
      'an approver who has an interest (R-47)',
      { meta: { by: ['regional-assessor'], label: 'Go' }, guard: only('approverIsNoHand') },
      /NoticeGiven is open to an approver who has an interest \(R-47\): ask approverHasNoInterest .* independently\(\)/,
    ],
    [
      'an approver who acted for the CCG (R-46)',
      { meta: { by: ['regional-assessor'], label: 'Go' }, guard: only('approverHasNoInterest') },
      /NoticeGiven is open to an approver who has a hand in what the CCG did \(R-46\): ask approverIsNoHand/,
    ],
  ])('of a machine: %s', (_, way, sentence) => {
    const plant = { description: 'It goes on.', meta: { by: ['clock'], label: 'Go' }, ...way };
    const broken = planted(jointCommissioning, ['inForce'], { NoticeGiven: plant });
    expect(lackingIn(broken)).toEqual([expect.stringMatching(sentence)]);
  });

  it('of a machine: whom it waits on, and states that a rule or a stage names', () => {
    const terms = { applying: { states: { underWay: { states: { terms: { states: { late: {} } } } } } } };
    const place = { name: 'vetting', title: 'Vetting', path: 'applying.vetting' };
    const broken: Workflow = {
      ...jointCommissioning,
      stages: [...jointCommissioning.stages, place],
      rules: { ...jointCommissioning.rules, isVetted: { meaning: 'Vet it.', in: 'applying.vetting.done' } },
      machine: createMachine(merged(jointCommissioning.machine.config, { states: terms })),
    };
    expect(lackingIn(broken)).toEqual([
      expect.stringMatching(/underWay.terms.late does not say whom the case waits on: give it meta.waitingOn/),
      expect.stringMatching(/The rule isVetted holds in applying.vetting.done, which is no state: name/),
      expect.stringMatching(/The stage vetting stands at applying.vetting, which is no state: mend/),
    ]);
  });

  it('of a machine: a stage that the version names no place for', () => {
    const broken = {
      ...jointCommissioning,
      stages: jointCommissioning.stages.filter(({ name }) => name !== 'terms-of-reference'),
    };
    expect(lackingIn(broken)).toContainEqual(
      expect.stringMatching(/underWay.terms.draft is waited on and stands in no stage, .*: name the place/),
    );
  });

  it('of the dates: every one that any stage sets can be told from its words', () => {
    const set = stages.flatMap((stage) => Object.entries('dates' in stage ? stage.dates : {}));
    expect(set.length).toBeGreaterThan(15);
    expect(set.filter((each) => namesSetBy(each as never).length === 0)).toEqual([]);
  });

  it.each<readonly [string, Partial<typeof around>, Partial<StageWords>, RegExp]>([
    [
      'a version that is not listed',
      { versions: [...versions, 'joint-commissioning-none'] },
      {},
      /^workflows\/joint-commissioning-none is not listed: add its version to workflows\/index.ts/,
    ],
    [
      'a date that nothing reads',
      {},
      { dates: { InterestExpressed: ({ data }) => ({ vetBy: data.acknowledgeBy }) } },
      /^The stage interest sets the date vetBy, which nothing reads: .* due: { date: 'vetBy' }/,
    ],
    [
      'a folder that is not listed',
      { folders: [...folders, 'vetting'] },
      {},
      /^workflows\/stages\/vetting is not listed/,
    ],
    [
      'a name that is no folder’s',
      {},
      { name: 'interests' },
      /^The stage interests has no folder of that name: rename/,
    ],
    ['a fact nobody records', {}, { events: { Vetted: Note } }, /^No level records Vetted of the stage interest: put/],
    [
      'a rule nobody asks',
      {},
      { rules: { isVetted: { meaning: 'Vet it.', in: 'x' } } },
      /^No level asks the rule isVetted/,
    ],
    [
      'a look-up that nobody answers',
      {},
      { lookUps: { InterestExpressed: ['vetBy'] } },
      /^InterestExpressed asks for vetBy, which the service does not look up: add/,
    ],
    [
      'words about a fact of another stage',
      {},
      { lookUps: { VoteCast: ['ccg'] } },
      /^The stage interest speaks of VoteCast, which is not among its events: mend/,
    ],
  ])('of the stages: %s', (_, otherwise, more, sentence) => {
    const { events: said, ...rest } = { ...first, ...more };
    const broken = { ...rest, events: { ...first.events, ...said } } as StageWords;
    const found = lackingAmong([broken, ...stages.slice(1)], { ...around, ...otherwise });
    expect(found).toContainEqual(expect.stringMatching(sentence));
  });

  it('and where the clock records what no stage says the kind of (R-06)', () => {
    const dueAs = { ...jointCommissioning.dueAs };
    expect(declare({ ...jointCommissioning, dueAs })).toEqual(jointCommissioning);
    delete dueAs['ArrangementEnded'];
    expect(() => declare({ ...jointCommissioning, dueAs })).toThrow(
      /^joint-commissioning@1 has the clock record ArrangementEnded, .*: name it in dueAs of the words of its stage, as one of ending, taking effect, /,
    );
  });

  it('and where two stages have one word', () => {
    expect(() => vocabularyFrom([...stages, { ...first, name: 'vetting' }])).toThrow(
      'The stages interest and vetting both have InterestExpressed in their events. Rename it in one.',
    );
  });

  it('and where a machine uses a word that none has', () => {
    const machine = createMachine({ id: 'vetting', on: { Vetted: { guard: 'isVetted' } } });
    expect(() => vocabularyOf(machine, {}, {})).toThrow(/^vetting takes a fact that no stage has .*: Vetted\. Mend/);
    expect(() => vocabularyOf(machine, { Vetted: Note }, {})).toThrow(
      /^vetting asks a rule that no stage has .*: isVetted\. Mend/,
    );
  });
});

/** One literal with another laid over it. */
function merged(under: unknown, over: unknown): Parameters<typeof createMachine>[0] {
  if (typeof under !== 'object' || under === null || typeof over !== 'object' || over === null) return over as never;
  const names = [...new Set([...Object.keys(under), ...Object.keys(over)])];
  const [a, b] = [under, over] as [Record<string, unknown>, Record<string, unknown>];
  return Object.fromEntries(names.map((name) => [name, name in b ? merged(a[name], b[name]) : a[name]]));
}
