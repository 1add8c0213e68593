import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoryLog } from '../../../libs/event-log/memory.js';
import { testService, type TestService } from '../../../test/service.js';
import { visitor, type Page, type Visitor } from '../../../test/visitor.js';

let to: TestService;
let registrar: Visitor;
let auditor: Visitor;
let officer: Visitor;

beforeAll(async () => {
  to = await testService({ now: '2016-02-29T10:00:00.000Z', log: memoryLog() });
  [registrar, auditor, officer] = await Promise.all([
    visitor(to, 'registrar@nhse', '/rounds'),
    visitor(to, 'auditor@nhse', '/rounds'),
    visitor(to, 'officer@00C', '/rounds'),
  ]);
});
afterAll(async () => to.close());

const invented = (name: string): string => readFileSync(join(process.cwd(), 'test/ods', `${name}.csv`), 'utf8');

interface Part {
  readonly name: string;
  readonly value: string;
  readonly file?: string;
}

/** A form in parts as a browser sends it, in this order. */
function inParts(parts: readonly Part[]): {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
} {
  const boundary = 'a-boundary-of-a-spec';
  const body = parts.map(({ name, value, file }) => {
    const more = file === undefined ? '' : `; filename="${file}"\r\nContent-Type: text/csv`;
    return `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
  });
  return {
    body: `${body.join('')}--${boundary}--\r\n`,
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  };
}

/** What the page itself puts into its form. */
const hidden = (page: Page, name: string): string =>
  page.dom.querySelector(`main [name="${name}"]`)?.getAttribute('value') ?? 'none';

async function upload(by: Visitor, content: string, more: readonly Part[] = []): Promise<Page> {
  const page = await by.get('/register/imports/new');
  const own = ['_csrf', '_key'].map((name) => ({ name, value: hidden(page, name) }));
  const { body, headers } = inParts([...own, ...more, { name: 'file', value: content, file: 'a file.csv' }]);
  return by.post('/register/imports', body, headers);
}

const pathOf = (page: Page): string => new URL(page.path, to.url).pathname;

describe('an import by pages', () => {
  it('shows what a file would change, records it on confirmation, and lists it', async () => {
    const before = await to.head();
    const preview = await upload(registrar, invented('ccgs'));
    expect(preview.heading).toBe('Import of CCGs');
    expect(preview.text).toContain('Nothing is recorded yet');
    expect(await to.head()).toBe(before);
    expect((await registrar.get('/register')).text).toContain('Imports that are not finished');
    const recorded = await registrar.submit(preview);
    expect(recorded.heading).toBe('Recorded');
    expect(pathOf(recorded)).toBe(pathOf(preview));
    const after = await to.head();
    expect(after).toBeGreaterThan(before);
    const list = await registrar.get('/register/imports');
    expect(list.text).toContain('CCGs');
    expect(list.text).toContain('Recorded');
    // Sent again, it records nothing more.
    await registrar.submit(preview);
    expect(await to.head()).toBe(after);
    expect((await registrar.get('/register')).text).not.toContain('Imports that are not finished');
  });

  it('lists refused lines with how to mend them, in pages and as a file', async () => {
    const preview = await upload(registrar, invented('practices-damaged'));
    const shown = await registrar.get(`${pathOf(preview)}?show=refused`);
    expect(shown.text).toContain('How to mend it');
    const rows = shown.dom.querySelectorAll('#lines tbody tr').length;
    const csv = await registrar.get(`${pathOf(preview)}/lines?show=refused`);
    expect(csv.headers.get('content-type')).toContain('text/csv');
    expect(csv.headers.get('content-disposition')).toContain('attachment');
    expect(csv.html.trim().split('\r\n')).toHaveLength(rows + 1);
    expect((await registrar.get(`${pathOf(preview)}?show=everything&after=-1`)).status).toBe(200);
  });

  it('asks for the day of list sizes at its field, and for the file again', async () => {
    const page = await upload(registrar, invented('list-sizes'));
    expect(page.status).toBe(422);
    expect(page.title).toMatch(/^Error: /);
    expect(page.text).toContain('Enter the date on which the list sizes were counted');
    const wrong = await upload(registrar, invented('list-sizes'), [
      { name: 'on-day', value: '31' },
      { name: 'on-month', value: '2' },
      { name: 'on-year', value: '2016' },
    ]);
    expect(wrong.text).toContain('must be a real date');
    expect(hidden(wrong, 'on-day')).toBe('31');
  });

  it.each([
    ['empty', '', 'Select a file that is not empty'],
    ['of another kind', 'a,b,c\n1,2,3\n', 'Select a file of ODS'],
  ])('refuses a file that is %s', async (_, content, words) => {
    expect((await upload(registrar, content)).text).toContain(words);
  });

  it('says that nothing was recorded where the register has changed since', async () => {
    const preview = await upload(registrar, invented('practices'));
    const other = await upload(registrar, invented('practices'));
    expect((await registrar.submit(preview)).heading).toBe('Recorded');
    const changed = await registrar.submit(other);
    expect(changed.status).toBe(409);
    expect(changed.heading).toBe('The register has changed since');
    expect(changed.text).toContain('As you saw it');
  });

  it('takes no file that comes without what the session put into the form, or after it', async () => {
    const before = await registrar.get('/register/imports');
    const page = await registrar.get('/register/imports/new');
    const file = { name: 'file', value: invented('ccgs'), file: 'ccgs.csv' };
    const csrf = { name: '_csrf', value: hidden(page, '_csrf') };
    for (const parts of [[file], [{ name: '_csrf', value: 'made up' }, file], [file, csrf]]) {
      const { body, headers } = inParts(parts);
      expect((await registrar.post('/register/imports', body, headers)).status).toBe(403);
    }
    expect((await registrar.get('/register/imports')).text).toBe(before.text);
  });

  it('is looked at by auditors, and made by registrars alone', async () => {
    const preview = await upload(registrar, invented('ccgs-later'));
    const seen = await auditor.get(pathOf(preview));
    expect(seen.status).toBe(200);
    expect(seen.html).not.toContain('/confirm"');
    expect((await auditor.get('/register/imports/new')).status).toBe(403);
    expect((await officer.get(pathOf(preview))).status).toBe(403);
    expect((await registrar.get('/register/imports/00000000-0000-4000-8000-000000000000')).status).toBe(404);
  });
});
