import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { KeptAnswers } from '../../apps/service/casework/kept-answers.js';
import { problemIn } from '../problem.js';
import { testService, type Answer, type Body, type TestService } from '../service.js';
import { caseAt } from '../story.js';

let to: TestService<Body>;
beforeAll(async () => {
  to = await testService<Body>();
});
afterAll(() => to.close());

const told = ({ status, body: { type, detail } }: Answer<Body>) => ({ status, type, detail });

async function grant(subject: string): Promise<void> {
  const change = { action: 'grant', subject, role: 'regional-assessor', organisation: 'Y54' };
  expect((await to.as('registrar@nhse').post('/api/register/roles', change)).status).toBe(201);
}

describe('a key that was answered with a refusal answers the same for good, recorded or only counted', () => {
  it('on a case, once the act would be allowed', async () => {
    const id = await caseAt('expressed', to);
    const [recorded, counted] = [randomUUID(), randomUUID()];
    const acknowledge = (key: string, grounds = 'Sound.') =>
      to.as('constitution@nhse').act(id, 'InterestAcknowledged', { readiness: 'ready', grounds }, { key, ifMatch: 0 });
    const first = [await acknowledge(recorded), await acknowledge(counted)];
    expect(first.map(problemIn)).toEqual(['403 not-yours', '403 not-yours']);
    expect(await to.log.readStream(`refused-${id}`)).toHaveLength(1);
    await grant('constitution@nhse');

    const head = await to.head();
    expect([await acknowledge(recorded), await acknowledge(counted)].map(told)).toEqual(first.map(told));
    expect(problemIn(await acknowledge(counted, 'Other grounds.'))).toBe('422 key-reused');
    expect(await to.head()).toBe(head);
    expect((await acknowledge(randomUUID())).status).toBe(201);
  });

  it('of a beginning, once another case is out of the way', async () => {
    const officer = to.as('officer@01A');
    const begun = await officer.begin('01A');
    const keys = [randomUUID(), randomUUID()];
    const begin = async (): Promise<Answer<Body>[]> => {
      const answers = [];
      for (const key of keys) answers.push(await officer.begin('01A', {}, { key }));
      return answers;
    };
    const first = await begin();
    expect(first.map(problemIn)).toEqual(['409 rule', '409 rule']);
    await officer.act(begun.body.id, 'ApplicationWithdrawn', { because: 'other', text: 'A trial.' });
    const head = await to.head();
    expect((await begin()).map(told)).toEqual(first.map(told));
    expect(await to.head()).toBe(head);
  });

  it('of somebody who had no part in the workflow, once they have', async () => {
    const key = randomUUID();
    const convene = () =>
      to
        .as('officer@01C')
        .begin('01C', { workflow: 'committee-meeting', ccg: undefined, round: undefined, data: {} }, { key });
    const first = await convene();
    expect(problemIn(first)).toBe('403 not-yours');
    await grant('officer@01C');
    expect(told(await convene())).toEqual(told(first));
  });

  it('of the register, once it would be recorded', async () => {
    const registrar = to.as('registrar@nhse');
    const path = '/api/register/ccgs/02D/special-measures';
    const key = randomUUID();
    const lift = (direction: string) => registrar.post(path, { action: 'lift', direction }, { key });
    const first = await lift('Lifted');
    expect(problemIn(first)).toBe('409 rule');
    expect((await registrar.post(path, { action: 'impose', direction: 'Direction 8' })).status).toBe(201);
    const head = await to.head();
    expect(told(await lift('Lifted'))).toEqual(told(first));
    expect(problemIn(await lift('Otherwise'))).toBe('422 key-reused');
    expect(await to.head()).toBe(head);
    expect((await registrar.post(path, { action: 'lift', direction: 'Lifted' })).status).toBe(201);
  });
});

describe('answers that stand in no log', () => {
  it('are kept for each person, the last of them: a flood of one makes nobody else forget', () => {
    const answers = new KeptAnswers<string>();
    answers.keep({ person: 'ana', id: 'first', command: 'c' }, 'no');
    for (let times = 0; times < 1_000; times += 1) answers.keep({ person: 'ben', id: `${times}`, command: 'c' }, 'no');
    expect(answers.find({ person: 'ana', id: 'first', command: 'c' })).toEqual({ answer: 'no' });
    expect(answers.find({ person: 'ana', id: 'first', command: 'd' })).toBe('key-reused');
    expect(answers.find({ person: 'ben', id: '999', command: 'c' })).toEqual({ answer: 'no' });
    expect(answers.find({ person: 'ben', id: '0', command: 'c' })).toBeUndefined();
  });
});
