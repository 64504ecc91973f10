import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Cell } from './cell';
import { parseCountSince } from './cell-value';

describe('Cell', () => {
  it('shows a date as an age with the exact time on hover', () => {
    const time = new Date(Date.now() - 5 * 60_000).toISOString();
    render(<Cell type="date" value={time} />);
    expect(screen.getByText('5m')).toHaveAttribute('datetime', time);
    expect(screen.getByText('5m').title).not.toBe('');
  });

  it('counts on a duration that has not ended, and leaves one that has', () => {
    const time = new Date(Date.now() - 5 * 60_000).toISOString();
    const { container, rerender } = render(<Cell type="duration" value={time} />);
    expect(container.textContent).toBe('5m');
    rerender(<Cell type="duration" value="78s" />);
    expect(container.textContent).toBe('78s');
  });

  it('shows restarts with how long ago the last one was', () => {
    const time = new Date(Date.now() - 2 * 3_600_000).toISOString();
    const { container } = render(<Cell type="count-since" value={`12 ${time}`} />);
    expect(container.textContent).toBe('12 (2h ago)');
  });

  it('shows a plain count where nothing ever restarted', () => {
    const { container } = render(<Cell type="count-since" value={0} />);
    expect(container.textContent).toBe('0');
  });

  it.each([null, ''])('shows a dash for %j', (value) => {
    const { container } = render(<Cell type="string" value={value} />);
    expect(container.textContent).toBe('–');
  });

  it('keeps a zero and says booleans in words', () => {
    const { container, rerender } = render(<Cell type="integer" value={0} />);
    expect(container.textContent).toBe('0');
    rerender(<Cell type="boolean" value={false} />);
    expect(container.textContent).toBe('No');
  });

  it('never reads markup in a cell as HTML', () => {
    const { container } = render(<Cell type="string" value="<img src=x onerror=alert(1)>" />);
    expect(container.querySelector('img')).toBeNull();
  });
});

it('reads a count with and without its time', () => {
  expect(parseCountSince('12 2026-11-21T10:00:00Z')).toEqual({ count: 12, since: '2026-11-21T10:00:00Z' });
  expect(parseCountSince(3)).toEqual({ count: 3, since: null });
  expect(parseCountSince('many')).toBeNull();
});
