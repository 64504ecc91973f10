import { describe, expect, it } from 'vitest';
import { formatAge } from './age';

const [s, m, h, d] = [1000, 60_000, 3_600_000, 86_400_000];

describe('formatAge', () => {
  it.each([
    [-5 * s, '0s'],
    [45 * s, '45s'],
    [59.9 * s, '59s'],
    [5 * m + 12 * s, '5m'],
    [2 * h, '2h'],
    [2 * h + 13 * m, '2h13m'],
    [31 * h + 40 * m, '31h'],
    [3 * d, '3d'],
    [3 * d + 4 * h, '3d4h'],
    [120 * d, '120d'],
    [760 * d, '2y30d'],
  ])('%d ms is %s', (ms, text) => {
    expect(formatAge(ms)).toBe(text);
  });
});
