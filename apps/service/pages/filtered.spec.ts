import { describe, expect, it } from '@jest/globals';
import { addressOf } from './addresses.js';
import { paginationOf, panelOf } from './filtered.js';

const numbers = (total: number, page: number) =>
  paginationOf(total, page, (number) => `/x?page=${number}`)?.items.map((item) =>
    'number' in item ? item.number : '…',
  );

describe('pages of a list', () => {
  it('are told around the one that is shown, with the first and the last', () => {
    expect(paginationOf(50, 1, () => '/x')).toBeUndefined();
    expect(numbers(51, 1)).toEqual([1, 2]);
    expect(numbers(2_000, 20)).toEqual([1, '…', 19, 20, 21, '…', 40]);
    expect(numbers(2_000, 40)).toEqual([1, '…', 39, 40]);
    expect(paginationOf(51, 2, (page) => `/x?page=${page}`)).toMatchObject({ previous: { href: '/x?page=1' } });
    expect(paginationOf(51, 2, (page) => `/x?page=${page}`)).not.toHaveProperty('next');
  });
});

describe('a panel of filters', () => {
  const fields = [
    { name: 'q', label: 'Search' },
    { name: 'level', label: 'Level', choices: [{ value: 'L3', text: 'Delegated commissioning' }] },
  ];

  it('says what is filtered by, each with the address without it, from the first page on', () => {
    const { applied, clear, kept } = panelOf('/cases', { q: 'a&b', level: 'L3', sort: 'ccg', page: 3 }, fields);
    expect(applied).toEqual([
      { text: 'Search: a&b', href: '/cases?level=L3&sort=ccg' },
      { text: 'Level: Delegated commissioning', href: '/cases?q=a%26b&sort=ccg' },
    ]);
    expect(clear).toBe('/cases?sort=ccg');
    expect(kept).toEqual([{ name: 'sort', value: 'ccg' }]);
  });

  it('leaves nothing in the address that says nothing', () => {
    expect(addressOf('/work', { queue: undefined })).toBe('/work');
    expect(panelOf('/cases', {}, fields).applied).toEqual([]);
  });

  it('keeps what was typed and cannot be understood beside what is wrong with it, and filters by nothing then', () => {
    const errors = [{ field: 'level', text: 'Select a level', href: '#filter-level' }];
    const panel = panelOf('/cases', { level: 'L9' }, fields, { errors, title: 'Search cases' });
    expect(panel.fields[1]).toMatchObject({ name: 'level', value: 'L9', error: 'Select a level' });
    expect(panel.applied).toEqual([]);
    expect(panel.title).toBe('Search cases');
  });
});
