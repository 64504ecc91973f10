import { useCallback, useEffect, useRef, useState } from 'react';
import { rowIndex } from './row-index';
import { useReadings } from './use-readings';

/** The objects that came and are not in the list yet, as far as it was read: how many, and what came and went since. */
export function useUnseen(hash: string) {
  const ids = useRef(new Set<string>());
  const asked = useRef(new Set<string>());
  const [count, setCount] = useState(0);
  const note = useCallback((added: Iterable<string>, deleted: Iterable<string>) => {
    for (const id of added) ids.current.add(id);
    for (const id of deleted) ids.current.delete(id);
    setCount(ids.current.size);
  }, []);
  useReadings(hash, {
    began: () => {
      asked.current = new Set(ids.current);
    },
    // Those that came before all was read are in it or do not belong into the list; those that came since can be in it.
    read: (full, pages) => {
      const { placeOf } = rowIndex(pages);
      note([], full ? asked.current : []);
      note(
        [],
        [...ids.current].filter((id) => placeOf(id) >= 0),
      );
    },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each list
  useEffect(() => {
    ids.current.clear();
    asked.current.clear();
    setCount(0);
  }, [hash]);
  return { count, note };
}
