import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { passageOf, placeOf, waysOn, withinAndSelf } from '../../../libs/workflow/state.js';
import { memoryLog } from '../../../libs/event-log/memory.js';
import { testService, type TestService } from '../../../test/service.js';
import { stranger, visitor } from '../../../test/visitor.js';
import { workflows } from '../../../workflows/index.js';
import { book } from '../../../workflows/rule-book/book.js';
import { sources } from '../../../workflows/rule-book/sources.js';
import { dateWords } from './view.js';

let to: TestService;
beforeAll(async () => {
  to = await testService({ log: memoryLog() });
});
afterAll(() => to.close());

const versions = workflows.map((workflow) => [`${workflow.name}@${workflow.version}`, workflow] as const);

describe('how this works', () => {
  it('is open to all, leads to every path, the rules and what follows from what, and is where the old address leads', async () => {
    const nobody = stranger(to);
    const page = await nobody.get('/help');
    expect([page.path, page.heading]).toEqual([`${to.url}/how-it-works`, 'How this works']);
    const links = page.dom.querySelectorAll('main a').map((link) => link.getAttribute('href'));
    for (const { name } of workflows) expect(links).toContain(`/how-it-works/${name}`);
    for (const path of ['/how-it-works/rules', '/how-it-works/consequences']) {
      expect(links).toContain(path);
      expect((await nobody.get(path)).status).toBe(200);
    }
    expect(nobody.cookies.size).toBe(0);
  });

  it('is the same for whoever has signed in', async () => {
    const path = '/how-it-works/delegated-commissioning';
    const officer = await visitor(to, 'officer@00C', '/acting-as');
    expect((await officer.get(path)).text).toBe((await stranger(to).get(path)).text);
  });

  it('knows no other paths and versions', async () => {
    for (const path of [
      'none',
      'constructor',
      '..%2f',
      'delegated-commissioning?version=99',
      'arrangement?version=__proto__',
    ])
      expect([path, (await stranger(to).get(`/how-it-works/${path}`)).status]).toEqual([path, 404]);
    expect((await stranger(to).get('/how-it-works/arrangement?version=')).status).toBe(422);
  });
});

describe.each(versions)('the page of %s', (_, workflow) => {
  const at = `/how-it-works/${workflow.name}?version=${workflow.version}`;

  it('tells every act with who does it, every ending, and every rule it holds people to', async () => {
    const { text, heading, dom } = await stranger(to).get(at);
    expect(heading).toMatch(new RegExp(`^${workflow.title}`));
    const nodes = withinAndSelf(workflow.machine.root);
    for (const way of nodes.flatMap(waysOn)) {
      if (way.eventType) expect(text).toContain(`${passageOf(way).label} –`);
      if (way.description !== undefined) expect(text).toContain(way.description);
    }
    for (const node of nodes)
      if (placeOf(node).outcome !== undefined && node.description !== undefined)
        expect(text).toContain(node.description);
    for (const { id } of Object.values(workflow.rules))
      if (id !== undefined) expect(dom.querySelector(`dt#${id} + dd`)?.text).toContain(book[id]);
    for (const { title } of workflow.stages)
      expect(dom.querySelectorAll('h2').map((each) => each.text.trim())).toContain(title);
    for (const { name, title } of workflow.stages) {
      expect(dom.querySelector(`#chart-${name}-title`)?.text).toBe(title);
      expect(dom.querySelector(`a[href="#part-${name}"]`)?.text).toContain(title);
    }
    for (const [id, said] of Object.entries(sources))
      if (dom.querySelector(`dt#${id}`)) expect(dom.querySelector(`dt#${id} + dd`)?.text).toContain(said?.[0]);
  });

  it('has words for every date', () => {
    const dates = withinAndSelf(workflow.machine.root).flatMap((node) => placeOf(node).due?.date ?? []);
    expect(dates.filter((date) => !Object.hasOwn(dateWords, date))).toEqual([]);
  });
});

it('no date has words that no path needs', () => {
  const dates = workflows.flatMap(({ machine }) =>
    withinAndSelf(machine.root).flatMap((node) => placeOf(node).due?.date ?? []),
  );
  expect(Object.keys(dateWords).filter((date) => !dates.includes(date))).toEqual([]);
});

describe('versions of a path', () => {
  it('are told with their first day, and which of them new cases begin under', async () => {
    const page = await stranger(to).get('/how-it-works/greater-involvement');
    expect(page.text).toMatch(
      /Version 1, on this page: since the beginning; new cases begin under it Version 2: since .* 20\d\d/,
    );
    await to.until('2026-11-22T10:00:00.000Z');
    const later = await stranger(to).get('/how-it-works/greater-involvement');
    expect(later.text).toMatch(/Version 2, on this page: since .* 20\d\d; new cases begin under it/);
  });
});

it('the rule book stands in full', async () => {
  const { dom } = await stranger(to).get('/how-it-works/rules');
  const rows = dom.querySelectorAll('.nhsuk-summary-list__row').map(({ text }) => text.replaceAll(/\s+/g, ' ').trim());
  expect(rows).toHaveLength(Object.keys(book).length);
  for (const [id, sentence] of Object.entries(book))
    expect(rows.some((row) => row.replaceAll(' ', '').startsWith(`${id}${sentence}`.replaceAll(' ', '')))).toBe(true);
});
