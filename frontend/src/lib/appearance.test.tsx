import { act, renderHook } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { useAppearance } from './appearance';
import { readAppearance } from './appearance-cookie';
import { useUi } from './ui-store';

beforeEach(() => localStorage.clear());

describe('appearance', () => {
  it('reads the cookie and ignores what it does not know', () => {
    expect(readAppearance('dark.compact.collapsed')).toEqual({
      'data-theme': 'dark',
      'data-density': 'compact',
      'data-sidebar': 'collapsed',
    });
    expect(Object.values(readAppearance('system.normal.open')).filter(Boolean)).toEqual([]);
    expect(Object.values(readAppearance(undefined)).filter(Boolean)).toEqual([]);
  });

  it('keeps page, cookie and storage in step with the choice', () => {
    renderHook(useAppearance);
    act(() => useUi.getState().setTheme('dark'));
    expect(document.documentElement.dataset.theme).toBe('dark');
    expect(document.cookie).toContain('argus_appearance=dark.normal.open');
    expect(localStorage.getItem('argus-ui')).toContain('"theme":"dark"');
    act(() => useUi.getState().setTheme('system'));
    expect(document.documentElement.dataset.theme).toBeUndefined();
  });

  it('brings back what was kept', () => {
    localStorage.setItem('argus-ui', JSON.stringify({ state: { density: 'compact' }, version: 1 }));
    renderHook(useAppearance);
    expect(document.documentElement.dataset.density).toBe('compact');
  });
});
