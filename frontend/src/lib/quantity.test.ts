import { describe, expect, it } from 'vitest';
import { formatBytes, formatCount, formatCpu, parseQuantity } from './quantity';

describe('parseQuantity', () => {
  it.each([
    ['250m', 0.25],
    ['2', 2],
    ['1.5Gi', 1.5 * 2 ** 30],
    ['128Mi', 128 * 2 ** 20],
    ['2e3', 2000],
    ['1k', 1000],
    ['2E', 2e18],
    ['500000n', 0.0005],
  ])('reads %s', (text, value) => {
    expect(parseQuantity(text)).toBeCloseTo(value, 10);
  });

  it.each(['', 'many', '1.2.3', '5Zi'])('refuses %j', (text) => {
    expect(parseQuantity(text)).toBeNull();
  });
});

describe('formats', () => {
  it('writes bytes with binary suffixes', () => {
    expect([0, 1023, 1024, 1.5 * 2 ** 20, 128 * 2 ** 20, 3 * 2 ** 40].map(formatBytes)).toEqual([
      '0',
      '1023',
      '1Ki',
      '1.5Mi',
      '128Mi',
      '3Ti',
    ]);
  });

  it('writes cores as kubectl does', () => {
    expect([2, 0.25, 1.5, 0].map(formatCpu)).toEqual(['2', '250m', '1500m', '0']);
  });

  it('separates thousands', () => {
    expect(formatCount(1204)).toBe('1,204');
  });
});
