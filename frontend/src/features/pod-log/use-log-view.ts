'use client';

import { useCallback, useState } from 'react';
import type { LogOptions } from './use-log';

export type LogView = LogOptions & { search: string; wrap: boolean; times: boolean };

/** What is read and how it is shown. */
export function useLogView(container: string) {
  const [view, setView] = useState<LogView>({
    container,
    tail: 1000,
    since: null,
    previous: false,
    follow: true,
    search: '',
    wrap: true,
    times: false,
  });
  const change = useCallback((part: Partial<LogView>) => setView((before) => ({ ...before, ...part })), []);
  return { view, change };
}
