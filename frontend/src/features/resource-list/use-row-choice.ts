'use client';

import { useCallback, useState } from 'react';
import type { ListRow } from './live-rows';

const none: ReadonlySet<string> = new Set();

export type RowChoice = ReturnType<typeof useRowChoice>;

/** Which rows are selected, which one is previewed, and which are about to be deleted. */
export function useRowChoice() {
  const [selection, setSelection] = useState(none);
  const [preview, setPreview] = useState<ListRow | null>(null);
  const [doomed, setDoomed] = useState<ListRow[]>([]);
  const clear = useCallback(() => setSelection(none), []);
  return { selection, setSelection, preview, setPreview, doomed, setDoomed, clear };
}
