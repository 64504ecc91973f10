'use client';

import { type ComponentType, useEffect, useState } from 'react';
import { toast } from '@/lib/toast-store';

/**
 * A component whose code is loaded when it is first shown. Where that fails, because Argus is away, the page stays as it
 * is and says so; the next one that is shown tries again.
 */
export function deferred<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let loaded: ComponentType<P> | null = null;
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each part, at the top of a module
  return function Deferred(props: P) {
    const [Component, setComponent] = useState(() => loaded);
    useEffect(() => {
      if (Component) return;
      let gone = false;
      load().then(
        (found) => {
          loaded = found;
          if (!gone) setComponent(() => found);
        },
        () =>
          toast({
            level: 'bad',
            title: 'This part of the page could not be loaded',
            detail: 'Argus does not answer; try again once it does.',
          }),
      );
      return () => {
        gone = true;
      };
    }, [Component]);
    return Component && <Component {...props} />;
  };
}
