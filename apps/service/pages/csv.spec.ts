import { describe, expect, it } from '@jest/globals';
import { csvOf } from './csv.js';

describe('a table as comma-separated values', () => {
  it('quotes text, leaves numbers, and ends every line (RFC 4180)', () => {
    expect(
      csvOf(
        ['Name', 'Patients'],
        [
          ['The “Hill”, "north"', 1200],
          [null, undefined],
        ],
      ),
    ).toBe('"Name","Patients"\r\n"The “Hill”, ""north""",1200\r\n"",""\r\n');
  });

  it('keeps text from being a formula', () => {
    const rows = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'].map((text) => [text]);
    const [, ...lines] = csvOf(['Text'], rows).split('\r\n');
    expect(lines.filter((line) => line.startsWith('"')).every((line) => line.startsWith(`"'`))).toBe(true);
    expect(lines).toHaveLength(rows.length + 1);
  });
});
