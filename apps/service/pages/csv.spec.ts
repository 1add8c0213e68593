import { describe, expect, it } from '@jest/globals';
import { csvCell, csvOf } from './csv.js';

describe('a table as a file', () => {
  it('has headings, CR LF, and quotes where a cell needs them', () => {
    expect(
      csvOf(
        ['Name', 'Count'],
        [
          ['NHS “A”, B and C', 3],
          [undefined, 0],
        ],
      ),
    ).toBe('Name,Count\r\n"NHS “A”, B and C",3\r\n,0\r\n');
    expect(csvCell('say "no"\nand go')).toBe('"say ""no""\nand go"');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])('never holds what a spreadsheet would run: %j', (text) => {
    expect(csvCell(text).replace(/^"/, '')).toMatch(/^'/);
    expect(csvCell(`a${text}`).replace(/^"/, '')).not.toMatch(/^'/);
  });

  it('leaves numbers what they are', () => {
    expect(csvCell(-3)).toBe('-3');
  });
});
