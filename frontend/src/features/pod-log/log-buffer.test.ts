import { describe, expect, it } from 'vitest';
import { findAll, LogBuffer, plainLine, splitTime } from './log-buffer';

describe('LogBuffer', () => {
  it('joins lines that came in pieces', () => {
    const buffer = new LogBuffer();
    for (const piece of ['one\ntw', 'o\n', 'thr', 'ee']) buffer.push(piece);
    expect(buffer.lines).toEqual(['one', 'two']);
    buffer.end();
    expect(buffer.lines).toEqual(['one', 'two', 'three']);
  });

  it('drops the oldest past its limit and counts them', () => {
    const buffer = new LogBuffer(3);
    buffer.push('a\nb\nc\nd\ne\n');
    expect(buffer.lines).toEqual(['c', 'd', 'e']);
    expect(buffer.dropped).toBe(2);
  });
});

it('takes the colours out of a line', () => {
  expect(plainLine('\u001b[32mINFO\u001b[0m ready\r')).toBe('INFO ready');
});

it('finds the time a line begins with', () => {
  expect(splitTime('2026-11-21T10:00:00.123456789Z GET /')).toEqual({
    time: '2026-11-21T10:00:00.123456789Z',
    text: 'GET /',
  });
  expect(splitTime('GET / 2026-11-21T10:00:00Z').time).toBe('');
});

it('finds a text whatever its case', () => {
  expect(findAll('Error: an error', 'ERROR')).toEqual([0, 10]);
  expect(findAll('Error', '')).toEqual([]);
});
