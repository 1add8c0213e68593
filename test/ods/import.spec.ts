import { beforeEach, describe, expect, it } from '@jest/globals';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Register } from '../../libs/register/index.js';
import { compare } from '../../libs/register/ods/compare.js';
import { constitutionNotInOds } from '../../libs/register/ods/compare-ccgs.js';
import { longestLine } from '../../libs/register/ods/lines.js';
import { factsOf, type Preview } from '../../libs/register/ods/preview.js';
import { mostLines, readOds, type OdsKind, type OdsRead } from '../../libs/register/ods/read.js';

const today = '2016-02-29';

async function* pieces(...bytes: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const each of bytes) yield typeof each === 'string' ? Buffer.from(each) : each;
}

const reading = (...bytes: readonly (string | Uint8Array)[]): Promise<OdsRead> => readOds(pieces(...bytes));

async function fileOf(read: Promise<OdsRead>) {
  const found = await read;
  if (found.outcome !== 'read') throw new Error(found.outcome);
  return found.file;
}

/** One of the invented files beside this page. */
const invented = (name: string, kind?: OdsKind) =>
  fileOf(readOds(createReadStream(join(import.meta.dirname, `${name}.csv`)), kind));

async function previewOf(name: string, register: Register, on?: string): Promise<Preview> {
  return compare(await invented(name), register, { today, ...(on && { on }) });
}

async function take(name: string, register: Register, on?: string): Promise<Preview> {
  const preview = await previewOf(name, register, on);
  for (const fact of factsOf(preview)) register.take(fact);
  return preview;
}

const said = ({ accepted }: Preview) => accepted.map(({ code, what, detail }) => [code, what.join(' '), detail]);
const reasons = ({ leftOut }: Preview) => leftOut.map(({ code, leftOut: why }) => [code, why]);
const complaints = ({ refused }: Preview) => refused.map(({ line, code, because }) => [line, code, because]);

const line = (...cells: readonly (readonly [number, string])[]): string =>
  Array.from({ length: 27 }, (_, at) => `"${new Map(cells).get(at) ?? ''}"`).join(',');
const ccgLine = (code: string, name: string): string =>
  line([0, code], [1, name], [2, 'Y54'], [10, '20130401'], [13, 'C']);

let register: Register;
beforeEach(() => {
  register = new Register();
});

describe('an import of CCGs', () => {
  it('registers each with its region and a constitution that is stated, for ODS knows of none (R-82)', async () => {
    const preview = await take('ccgs', register);
    expect(preview).toMatchObject({ kind: 'ccgs', lines: 8, unchanged: 0, refused: [] });
    expect(register.regions()).toEqual([
      { code: 'Y54', name: 'North' },
      { code: 'Y61', name: 'Region Y61' },
    ]);
    expect(register.ccg('91A')).toEqual({
      code: '91A',
      name: 'NHS MARLOWEN, EAST DRAY AND TILBERRY CCG',
      region: 'Y54',
      opened: '2013-04-01',
      constitution: { ...constitutionNotInOds, from: '2013-04-01' },
    });
    expect(constitutionNotInOds).toMatchObject({
      ballotRequired: true,
      counting: { basis: 'practice', denominator: 'votes-cast', quorum: { numerator: 1, denominator: 2 } },
    });
  });

  it('leaves hubs out', async () => {
    expect(reasons(await take('ccgs', register))).toEqual([['92C', 'It is a commissioning hub, no CCG.']]);
    expect(register.ccg('92C')).toBeUndefined();
  });

  it('takes a CCG that opens four months before its predecessors close', async () => {
    await take('ccgs', register);
    const open = (on: string) =>
      ['91F', '91G', '91H', '92A'].filter((code) => register.ccgs({ openOn: on }).some((ccg) => ccg.code === code));
    expect([open('2014-11-25'), open('2015-03-31'), open('2015-04-01')]).toEqual([
      ['91F', '91G', '91H'],
      ['91F', '91G', '91H', '92A'],
      ['92A'],
    ]);
  });

  it('tells a new name, another region and a closing, and lets no closed CCG open again', async () => {
    await take('ccgs', register);
    const later = await take('ccgs-later', register);
    expect(said(later)).toEqual([
      [
        '91A',
        'changed',
        'Name: NHS MARLOWEN, EAST DRAY AND TILBERRY CCG → NHS MARLOWEN, EAST DRAY, TILBERRY AND PRY CCG.',
      ],
      ['91C', 'changed', 'Region: Y54 → Y55.'],
      ['91D', 'closed', 'Closes on 2016-03-31.'],
      ['92D', 'added', 'Opened on 2016-04-01.'],
    ]);
    expect(complaints(later)).toEqual([
      [4, '91F', 'CCG 91F closed on 2015-03-31 in the register; the file has it open.'],
    ]);
    expect(register.ccg('91C')?.region).toBe('Y55');
    expect(register.ccg('91D')?.closed).toBe('2016-03-31');
    expect([later.unchanged, later.notInFile]).toEqual([3, 0]);
  });

  it('tells of a closure otherwise, or that there is none, until its day has passed (R-66)', async () => {
    await take('ccgs', register);
    const file = (closed: string) =>
      line([0, '91D'], [1, 'NHS NETHER PALLING CCG'], [2, 'Y61'], [10, '20130401'], [11, closed], [13, 'C']);
    const on = async (day: string, closed: string) => {
      const preview = compare(await fileOf(reading(file(closed))), register, { today: day });
      for (const fact of factsOf(preview)) register.take(fact);
      return [
        ...said(preview).map(([, what, detail]) => [what, detail]),
        ...complaints(preview).map(([, , why]) => why),
      ];
    };
    expect(await on('2016-02-01', '20160331')).toEqual([['closed', 'Closes on 2016-03-31.']]);
    expect(await on('2016-02-02', '20160430')).toEqual([['closed', 'Closes on 2016-04-30, not 2016-03-31.']]);
    expect(await on('2016-02-02', '20160430')).toEqual([]);
    expect(await on('2016-04-30', '')).toEqual([['reopened', 'Stays open, and does not close on 2016-04-30.']]);
    expect(register.ccg('91D')).not.toHaveProperty('closed');
    await on('2016-05-01', '20160601');
    expect(await on('2016-06-02', '20160701')).toEqual([
      'CCG 91D closed on 2016-06-01 in the register; the file says 2016-07-01.',
    ]);
    expect(register.ccg('91D')?.closed).toBe('2016-06-01');
  });
});

describe('an import of practices', () => {
  it('registers those of a CCG, whoever they serve, and only active GP practices vote (R-13, R-82)', async () => {
    await take('ccgs', register);
    const preview = await take('practices', register);
    expect(said(preview)).toEqual([
      ['Z90001', 'added', 'Member of 91A from 2013-04-01.'],
      ['Z90002', 'added', 'Member of 91A from 2013-04-01.'],
      ['Z90003', 'added', 'Member of 91A from 2013-04-01, dormant.'],
      ['Z90004', 'added', 'Member of 91C from 2014-07-01.'],
      ['Z90005', 'added', 'Member of 91C from 2013-04-01, no GP practice (prescribing setting 9).'],
      ['Z90006', 'added', 'Member of 91C from 2013-04-01.'],
      ['Z90011', 'added', 'Member of 91D from 2013-04-01.'],
      ['Z90012', 'added', 'Member of 91D from 2014-04-01, proposed.'],
    ]);
    const voters = (ccg: string) => register.rollOf(ccg, today).map(({ practice }) => practice);
    expect(['91A', '91C', '91D'].map(voters)).toEqual([['Z90001', 'Z90002'], ['Z90004', 'Z90006'], ['Z90011']]);
    expect(register.practice('Z90001', today)?.name).toBe('PIPPINGATE SURGERY, THE GREEN');
  });

  it('leaves out, each with its reason, what closed long ago and what no CCG commissions', async () => {
    await take('ccgs', register);
    expect(reasons(await take('practices', register))).toEqual([
      ['Z90007', 'It closed before it was registered.'],
      ['Z90008', 'Its commissioner is no CCG.'],
      ['W90009', 'Its commissioner is no CCG.'],
      ['ALD900', 'Its commissioner is no CCG.'],
      ['Z90010', 'It has no commissioner.'],
    ]);
  });

  it('registers a practice that closes only after today, with its closing', async () => {
    await take('ccgs', register);
    const preview = compare(await invented('practices'), register, { today: '2013-11-30' });
    expect(preview.accepted.find(({ code }) => code === 'Z90007')).toMatchObject({ what: ['added', 'closed'] });
  });

  it('follows moves (R-80) with their join dates, months back (R-81), and what else became of practices', async () => {
    await take('ccgs', register);
    await take('practices', register);
    const later = await take('practices-later', register);
    expect(said(later)).toEqual([
      ['Z90001', 'moved', 'Moves from 91A to 91C as of 2015-04-01.'],
      ['Z90002', 'changed', 'Name: DR OATES & PARTNERS → OATES & TANSY SURGERY.'],
      ['Z90003', 'changed', 'Status: D → A.'],
      ['Z90004', 'changed', 'Member of 91C from 2014-08-01, not 2014-07-01.'],
      ['Z90005', 'left', 'Leaves 91C on 2015-09-30 for 92C, which is no CCG.'],
      ['Z90006', 'closed', 'Closes on 2015-12-31.'],
      ['Z90011', 'changed', 'Prescribing setting: 4 → 0.'],
      ['Z90012', 'changed', 'Status: P → A.'],
      ['Z90013', 'added', 'Member of 91A from 2016-01-01.'],
    ]);
    expect(['2015-03-31', '2015-04-01'].map((on) => register.memberOf('Z90001', on))).toEqual(['91A', '91C']);
    expect(register.memberOf('Z90004', '2014-07-31')).toBeUndefined();
    expect(register.memberOf('Z90005', '2015-10-01')).toBeUndefined();
    expect(register.practice('Z90006', '2016-02-29')).toMatchObject({
      status: 'C',
      closed: '2015-12-31',
      left: '2015-12-31',
    });
    expect(later.refused).toEqual([]);
  });

  it('opens a closed practice again: as it was, or as a new member when it joined after its closing', async () => {
    await take('ccgs', register);
    await take('practices', register);
    await take('practices-later', register);
    const again = async (joined: string) => {
      const row = line([0, 'Z90006'], [1, 'VETCHMOOR PRACTICE'], [12, 'A'], [14, '91C'], [15, joined], [25, '4']);
      return compare(await fileOf(reading(row)), register, { today });
    };
    expect(said(await again('20130401'))).toEqual([['Z90006', 'reopened', 'Open after all.']]);
    const anew = await again('20160201');
    expect(said(anew)).toEqual([['Z90006', 'reopened', 'Member of 91C again, from 2016-02-01.']]);
    for (const fact of factsOf(anew)) register.take(fact);
    expect(['2015-12-31', '2016-01-31', '2016-02-01'].map((on) => register.memberOf('Z90006', on))).toEqual([
      '91C',
      undefined,
      '91C',
    ]);
  });

  it('refuses a line that is wrong, says how to mend it, and takes the others', async () => {
    await take('ccgs', register);
    await take('practices', register);
    const preview = await take('practices-damaged', register);
    expect(complaints(preview)).toEqual([
      [1, 'Z90001', 'The join date is “20150231”.'],
      [2, 'Z90002', 'The line has 28 columns, not 27.'],
      [3, '90003', 'The practice code is “90003”.'],
      [4, null, expect.stringContaining('The line cannot be read')],
      [5, 'Z90004', 'CCG 99Z is not in the register.'],
      [6, 'Z90005', 'The prescribing setting is “x”.'],
      [7, 'Z90006', 'The status is “X”.'],
      [8, 'Z90007', 'It is closed (status C) without a closing date.'],
      [9, 'Z90008', 'The name is missing.'],
      [10, 'Z90011', 'Practice Z90011 joined 91D only on 2013-04-01.'],
      [11, 'Z90013', 'The join date is missing.'],
      [13, 'Z90002', 'Z90002 stands on line 12 already, which was taken.'],
      [14, null, expect.stringContaining('The line cannot be read')],
      [15, 'Z90015', 'It has a closing date and the status A.'],
    ]);
    for (const { mend } of preview.refused) expect(mend).toMatch(/^[A-Z].+\.$/);
    expect(preview.accepted.map(({ line: at, code }) => [at, code])).toEqual([
      [12, 'Z90002'],
      [16, 'Z90016'],
    ]);
    expect(preview.lines).toBe(16);
  });

  it('is told to import CCGs first when it has none of them', async () => {
    const preview = await previewOf('practices', register);
    expect(preview.accepted).toEqual([]);
    expect(preview.advice).toEqual([
      '3 CCGs that practices are members of are not in the register (91A, 91C, 91D). Import the file of CCGs (eccg) first.',
    ]);
  });
});

describe('an import of list sizes', () => {
  it('sums sexes and ages, takes nobody registered for no list size, and leaves strangers out', async () => {
    await take('ccgs', register);
    await take('practices', register);
    const preview = await take('list-sizes', register, '2015-07-01');
    expect(said(preview)).toEqual([
      ['Z90001', 'changed', 'List size: none → 2838.'],
      ['Z90002', 'changed', 'List size: none → 10.'],
    ]);
    expect(factsOf(preview)[1]).toEqual({
      type: 'ListSizeChanged',
      data: { practice: 'Z90002', patients: 10, on: '2015-07-01' },
    });
    expect([preview.lines, preview.unchanged, reasons(preview)]).toEqual([
      6,
      1,
      [['Z90099', 'It is no practice of the register.']],
    ]);
    expect(complaints(preview)).toEqual([
      [6, 'Z90004', 'The number of patients in column 10 is missing.'],
      [7, 'Z90006', 'The line has 11 columns, not 12.'],
    ]);
  });

  it('never puts an older count in the place of a newer one, the same count included', async () => {
    await take('ccgs', register);
    await take('practices', register);
    await take('list-sizes', register, '2015-07-01');
    const older = await previewOf('list-sizes', register, '2015-04-01');
    expect([older.accepted, reasons(older)[0]]).toEqual([[], ['Z90001', 'The register has a newer list size.']]);
    const newer = await take('list-sizes', register, '2015-10-01');
    expect(said(newer)[0]).toEqual(['Z90001', 'changed', 'List size: 2838 as before, counted on 2015-10-01.']);
    expect((await previewOf('list-sizes', register, '2015-07-01')).accepted).toEqual([]);
    expect(() => {
      register.take({ type: 'ListSizeChanged', data: { practice: 'Z90001', patients: 1, on: '2015-09-30' } });
    }).toThrow('counted later, on 2015-10-01');
  });

  it('is told to import practices first when it knows none of them', async () => {
    const { advice } = await previewOf('list-sizes', register, '2015-07-01');
    expect(advice).toEqual([expect.stringContaining('Import the file of practices (epraccur) first.')]);
  });
});

describe('what recording would refuse', () => {
  const practiceLine = (code: string, ccg: string, joined: string): string =>
    line([0, code], [1, 'SURGERY'], [12, 'A'], [14, ccg], [15, joined], [25, '4']);
  const eccg = (code: string, opened: string, closed = '', region = 'Y54'): string =>
    line([0, code], [1, `NHS ${code} CCG`], [2, region], [10, opened], [11, closed], [13, 'C']);
  const tried = async (kind: OdsKind, ...lines: string[]): Promise<Preview> =>
    compare(await fileOf(readOds(pieces(lines.join('\n')), kind)), register, { today, on: '2016-01-01' });
  const recorded = (preview: Preview) => {
    for (const fact of factsOf(preview)) register.take(fact);
    return preview;
  };

  it('is refused line by line: a day that cannot be spoils no good line', async () => {
    await take('ccgs', register);
    const preview = recorded(
      await tried('practices', practiceLine('Z90051', '91A', '20990401'), practiceLine('Z90052', '91A', '20150401')),
    );
    expect(complaints(preview)).toEqual([
      [1, 'Z90051', '2099-04-01 cannot be: enter a day from 29 February 1916 to 28 February 2026.'],
    ]);
    expect(register.memberOf('Z90052', today)).toBe('91A');
  });

  it('is held against the lines before, as far as these are taken', async () => {
    const preview = recorded(
      await tried(
        'ccgs',
        eccg('94A', '20990401', '', 'Y77'),
        eccg('94B', '20130401', '', 'Y77'),
        eccg('94C', '20130401', '20890331', 'Y78'),
        eccg('94D', '20130401', '', 'Y78'),
      ),
    );
    expect(complaints(preview).map(([at]) => at)).toEqual([1, 3]);
    expect(register.regions().map(({ code }) => code)).toEqual(['Y77', 'Y78']);
    expect(register.ccgs().map(({ code }) => code)).toEqual(['94B', '94D']);
  });

  it('is a list size that no practice has', async () => {
    await take('ccgs', register);
    await take('practices', register);
    const header = 'PRACTICE_CODE,PRACTICE_NAME,MALE 0-4'.replaceAll('_', ' ');
    const preview = recorded(await tried('list-sizes', header, 'Z90001,A,1000001', 'Z90002,B,7'));
    expect(complaints(preview)).toEqual([[2, 'Z90001', 'Practice Z90001 cannot have 1000001 patients.']]);
    expect(register.practice('Z90002', today)?.patients).toBe(7);
  });

  it('is a membership of a CCG that is not open, and a CCG that opened and would open in days to come', async () => {
    await take('ccgs', register);
    const members = await tried(
      'practices',
      practiceLine('Z90051', '91F', '20161001'),
      practiceLine('Z90052', '91G', '20140401'),
    );
    expect(complaints(members)).toEqual([
      [1, 'Z90051', 'CCG 91F is open only until 2015-03-31, and not on 2016-10-01.'],
      [2, 'Z90052', 'CCG 91G is open only until 2015-03-31, and not on 2016-02-29.'],
    ]);
    expect(complaints(await tried('ccgs', eccg('91A', '20180401')))).toEqual([
      [1, '91A', 'CCG 91A has opened, on 2013-04-01. Only a day that has come can be its first day instead.'],
    ]);
  });
});

describe('what is told ahead of a practice', () => {
  const row = (ccg: string, joined: string, closed = ''): string =>
    line([0, 'Z90001'], [1, 'S'], [11, closed], [12, closed ? 'C' : 'A'], [14, ccg], [15, joined], [25, '4']);
  const import1 = async (text: string): Promise<Preview> => {
    const preview = compare(await fileOf(readOds(pieces(text), 'practices')), register, { today });
    for (const fact of factsOf(preview)) register.take(fact);
    return preview;
  };
  beforeEach(async () => {
    await take('ccgs', register);
    await import1(row('91A', '20130401'));
  });

  it('by NHS England stands beside a file that knows the membership of today', async () => {
    register.take({
      type: 'PracticeMoved',
      data: { practice: 'Z90001', from: '91A', to: '91C', on: '2016-06-01', toldOn: today },
    });
    expect((await import1(row('91A', '20130401'))).unchanged).toBe(1);
    expect(['2016-05-31', '2016-06-01'].map((on) => register.memberOf('Z90001', on))).toEqual(['91A', '91C']);
  });

  it('as a merger stands beside a file that has it open', async () => {
    await import1(row('91A', '20130401').replace('Z90001', 'Z90061'));
    register.take({
      type: 'PracticesMerged',
      data: { from: ['Z90001'], into: 'Z90061', on: '2016-05-31', toldOn: today },
    });
    expect((await import1(row('91A', '20130401'))).unchanged).toBe(1);
    expect(register.practice('Z90001', '2016-06-01')).toMatchObject({ status: 'C', mergedInto: 'Z90061' });
  });

  it('by a file can be told otherwise by another one until its day', async () => {
    await import1(row('91C', '20160601'));
    expect(said(await import1(row('91D', '20160501')))).toEqual([
      ['Z90001', 'moved', 'Moves from 91A to 91D as of 2016-05-01.'],
    ]);
    expect(['2016-04-30', '2016-05-01', '2016-06-01'].map((on) => register.memberOf('Z90001', on))).toEqual([
      '91A',
      '91D',
      '91D',
    ]);
  });
});

describe('the same file again', () => {
  it.each(['ccgs', 'practices', 'practices-later', 'practices-damaged', 'list-sizes'])(
    'changes nothing: %s',
    async (name) => {
      await take('ccgs', register);
      await take('practices', register);
      const first = await take(name, register, '2015-07-01');
      const second = await previewOf(name, register, '2015-07-01');
      expect(factsOf(second)).toEqual([]);
      expect(second.accepted).toEqual([]);
      expect(second.unchanged).toBe(first.unchanged + first.accepted.length);
    },
  );
});

describe('a file', () => {
  it('is told by its shape, and may be told', async () => {
    expect((await invented('ccgs')).kind).toBe('ccgs');
    expect((await invented('practices-damaged')).kind).toBe('practices');
    expect((await invented('list-sizes')).kind).toBe('list-sizes');
    expect((await invented('practices', 'practices')).kind).toBe('practices');
    const path = join(import.meta.dirname, 'practices.csv');
    expect(await readOds(createReadStream(path), 'ccgs')).toEqual({ outcome: 'other-kind', kind: 'practices' });
  });

  it('that is none of ODS is not taken', async () => {
    expect(await reading('')).toEqual({ outcome: 'empty' });
    expect(await reading('\r\n\r\n')).toEqual({ outcome: 'empty' });
    expect(await reading('a,b,c\n1,2,3\n')).toEqual({ outcome: 'unknown-kind' });
    expect(await reading('x\n'.repeat(2_000))).toEqual({ outcome: 'unknown-kind' });
    const endless = `${ccgLine('91A', 'NHS A CCG')}\n${'x\n'.repeat(mostLines)}`;
    expect(await reading(endless)).toEqual({ outcome: 'too-many-lines' });
    const told = await readOds(pieces('a,b\n'), 'ccgs');
    expect(told).toMatchObject({ outcome: 'read', file: { lines: 1, refused: [{ line: 1 }] } });
  });

  it('may come in pieces, with or without a byte order mark, carriage returns and an end to its last line', async () => {
    const whole = Buffer.from(`\ufeff${ccgLine('91A', 'NHS ÉLMÈRE CCG')}\r\n\r\n${ccgLine('91C', 'NHS B CCG')}`);
    const { rows } = await fileOf(reading(...Array.from(whole, (byte) => Uint8Array.of(byte))));
    expect(rows.map(({ line: at, code, name }) => [at, code, name])).toEqual([
      [1, '91A', 'NHS ÉLMÈRE CCG'],
      [3, '91C', 'NHS B CCG'],
    ]);
  });

  const enterName = 'Enter the name of the organisation.';

  it('loses one line only to bytes that are no UTF-8, to a line without end, and to a quote that is never closed', async () => {
    const file = await fileOf(
      reading(
        `${ccgLine('91A', 'NHS A CCG')}\n`,
        Buffer.from(`${ccgLine('91C', 'NHS CAFÉ CCG')}\n`, 'latin1'),
        `${'x'.repeat(longestLine + 1)}\n`,
        `"91D","NHS D\n`,
        `${ccgLine('91F', 'NHS F "" CCG')}\n`,
        `${ccgLine('91G', 'NHS G\u0007 CCG')}\n`,
        `${ccgLine('91H', '\u202eNHS H CCG')}\n`,
        `${ccgLine('91J', '\u200b')}\n`,
      ),
    );
    expect(file.rows.map(({ code, name }) => [code, name])).toEqual([
      ['91A', 'NHS A CCG'],
      ['91F', 'NHS F " CCG'],
    ]);
    expect(file.refused.map(({ line: at, because, mend }) => [at, because, mend])).toEqual([
      [2, 'The line is not in UTF-8.', 'Save the file as UTF-8.'],
      [3, 'The line has more than 64 KiB.', 'Check that the file is CSV.'],
      [4, 'The line cannot be read: Quote Not Closed.', expect.stringContaining('double quotes')],
      ...[6, 7].map((at) => [at, expect.stringContaining('characters that change its direction'), enterName]),
      [8, 'The name is missing.', enterName],
    ]);
    expect(file.lines).toBe(8);
  });
});
