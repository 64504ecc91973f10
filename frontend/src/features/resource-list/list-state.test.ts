import { describe, expect, it } from 'vitest';
import { emptyState, isNarrowed, parseFilter, readState, toApiQuery, withFilter, writeState } from './list-state';

describe('the state of a list in its address', () => {
  it('comes back as it was written', () => {
    const state = {
      namespace: 'shop',
      labelSelector: 'app=web,tier!=db',
      q: 'cart & co',
      sort: '-Restarts',
      filters: [
        { column: 'Status', operator: '!=', value: 'Running' } as const,
        { column: 'Restarts', operator: '>=', value: '3' } as const,
      ],
      columns: ['Name', 'Nominated Node'],
    };
    expect(readState(new URLSearchParams(writeState(state)))).toEqual(state);
  });

  it('leaves defaults out of the address', () => {
    expect(writeState(emptyState)).toBe('');
    expect(readState(new URLSearchParams())).toEqual(emptyState);
  });

  it('drops filters that are none', () => {
    const state = readState(new URLSearchParams('filter=nonsense&filter==x&filter=health%3Dbad'));
    expect(state.filters).toEqual([{ column: 'health', operator: '=', value: 'bad' }]);
  });

  it('asks the API only for what is set', () => {
    const query = toApiQuery({ ...emptyState, namespace: 'shop', columns: ['Name'] }, 200);
    expect(JSON.parse(JSON.stringify(query))).toEqual({ namespace: 'shop', limit: 200 });
  });
});

describe('parseFilter', () => {
  it.each([
    ['Status=Running', ['Status', '=', 'Running']],
    ['Age>=5', ['Age', '>=', '5']],
    ['Image!=a=b', ['Image', '!=', 'a=b']],
    ['Name~web', ['Name', '~', 'web']],
  ])('reads %s', (text, [column, operator, value]) => {
    expect(parseFilter(text)).toEqual({ column, operator, value });
  });
});

it('replaces a filter on the same column and removes an empty one', () => {
  const first = withFilter([], { column: 'Status', operator: '=', value: 'Running' });
  const second = withFilter(first, { column: 'Status', operator: '=', value: 'Pending' });
  expect(second).toEqual([{ column: 'Status', operator: '=', value: 'Pending' }]);
  expect(withFilter(second, { column: 'Status', operator: '=', value: '' })).toEqual([]);
});

it('knows a narrowed list', () => {
  expect(isNarrowed({ ...emptyState, sort: 'Age' })).toBe(false);
  expect(isNarrowed({ ...emptyState, q: 'x' })).toBe(true);
});
