import { useEffect } from 'react';
import { appearanceCookie, readAppearance } from '@/lib/appearance-cookie';
import { useUi } from '@/lib/ui-store';

function apply({ theme, density, collapsed }: { theme: string; density: string; collapsed: boolean }) {
  const cookie = [theme, density, collapsed ? 'collapsed' : 'open'].join('.');
  const root = document.documentElement;
  for (const [name, value] of Object.entries(readAppearance(cookie))) {
    if (value) root.setAttribute(name, value);
    else root.removeAttribute(name);
  }
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser that Argus serves
  document.cookie = `${appearanceCookie}=${cookie}; path=/; max-age=31536000; samesite=lax`;
}

/** Reads the kept state back once and from then on keeps page and cookie in step with it. */
export function useAppearance() {
  useEffect(() => {
    const stop = useUi.subscribe(apply);
    void useUi.persist.rehydrate();
    return stop;
  }, []);
}
