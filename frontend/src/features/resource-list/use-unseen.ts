import type { ResourcePage } from '@argus/sdk';
import { useCallback, useRef, useState } from 'react';
import { objectId } from '@/lib/place';

/** The objects that came and are on no page yet, by their ids; `count` of them. */
export function useUnseen() {
  const ids = useRef(new Set<string>());
  const [count, setCount] = useState(0);
  const add = useCallback((some: Iterable<string>) => {
    for (const id of some) ids.current.add(id);
    setCount(ids.current.size);
  }, []);
  const remove = useCallback((some: Iterable<string>) => {
    for (const id of some) ids.current.delete(id);
    setCount(ids.current.size);
  }, []);
  /** Takes out those that are on a page. */
  const see = useCallback((pages: ResourcePage[]) => {
    if (ids.current.size === 0) return;
    for (const { rows } of pages) for (const row of rows) ids.current.delete(objectId(row));
    setCount(ids.current.size);
  }, []);
  /** Takes out all and hands them over. */
  const clear = useCallback(() => {
    const all = ids.current;
    ids.current = new Set();
    setCount(0);
    return all;
  }, []);
  return { count, add, remove, see, clear };
}
