import { describe, expect, it } from '@jest/globals';
import { CcgListQuery } from '../register/queries.js';
import { addressOf } from './addresses.js';
import { askedOf, holdsText, listingAsCsv, pageOf } from './listing.js';

const hundredOne = Array.from({ length: 101 }, (_, at) => at);

describe('a page of a list', () => {
  it('has fifty rows, and leads to those before and after it', () => {
    const { rows, pages } = pageOf(hundredOne, { page: 2 }, '/list?q=a%26b');
    expect(rows).toEqual(hundredOne.slice(50, 100));
    expect(pages).toEqual({
      from: 51,
      to: 100,
      of: 101,
      around: {
        items: [
          { number: 1, href: '/list?q=a%26b', current: false },
          { number: 2, href: '/list?q=a%26b&page=2', current: true },
          { number: 3, href: '/list?q=a%26b&page=3', current: false },
        ],
        previous: { href: '/list?q=a%26b' },
        next: { href: '/list?q=a%26b&page=3' },
      },
    });
  });

  it('is the last where a later one is asked for, and all of it for a file', () => {
    expect(pageOf(hundredOne, { page: 9 }, '/list').rows).toEqual([100]);
    expect(pageOf(hundredOne, { page: 1, as: 'csv' }, '/list').rows).toHaveLength(101);
  });
});

describe('what a list is asked for', () => {
  it('leaves out what was left empty, what nobody asks for and what was said twice', () => {
    const { asked, errors } = askedOf(CcgListQuery, {
      q: ' ',
      region: '',
      standing: ['open', 'closed'],
      __proto__: 'x',
      other: 'x',
    });
    expect(errors).toEqual([]);
    expect({ ...asked }).toEqual({ page: 1 });
  });

  it('holds in what can be understood, and says what cannot', () => {
    const { asked, errors, typed } = askedOf(CcgListQuery, { q: 'lowe', region: 'Mars', page: '2' });
    expect(asked).toMatchObject({ q: 'lowe', page: 2 });
    expect(errors).toEqual([
      { field: 'region', text: 'Enter the region as a region code such as Y54', href: '#filter-region' },
    ]);
    expect(typed['region']).toBe('Mars');
  });
});

it('addresses leave out what is not asked for', () => {
  expect(addressOf('/list', { q: undefined, region: 'Y54' })).toBe('/list?region=Y54');
  expect(addressOf('/list', {})).toBe('/list');
});

it('texts are found in whatever case', () => {
  expect(holdsText('LOWE', 'NHS Bramblelowe CCG', undefined)).toBe(true);
  expect(holdsText('north', 'NHS Bramblelowe CCG')).toBe(false);
  expect(holdsText(undefined)).toBe(true);
});

it('a list as a file has the text of its cells, and no formula', () => {
  const csv = listingAsCsv({
    caption: 'CCGs',
    head: ['CCG', 'Patients'],
    rows: [
      [
        { text: '=1+1', more: '06Q', tags: [{ text: 'Closed' }], href: '/ccgs/06Q' },
        { text: '1,200', numeric: true },
      ],
    ],
  });
  expect(csv.split('\r\n')[1]).toBe(`"'=1+1; 06Q; Closed","1,200"`);
});
