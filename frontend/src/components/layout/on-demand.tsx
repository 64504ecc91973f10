'use client';

import { type ComponentType, type ReactNode, useEffect, useState } from 'react';

type Trigger = (press: (() => void) | undefined, busy: boolean) => ReactNode;
type Props<P> = { load: () => Promise<ComponentType<P>>; props: P; trigger: Trigger };

/**
 * Shows only a button until it is pressed; then the real thing is loaded and takes the button's place, already open.
 * Menus are most of the interface's code and hardly ever the first thing that is needed.
 */
export function OnDemand<P extends object>({ load, props, trigger }: Props<P>) {
  const [wanted, setWanted] = useState(false);
  const [loaded, setLoaded] = useState<{ Component: ComponentType<P> } | null>(null);
  useEffect(() => {
    if (!wanted || loaded) return;
    let gone = false;
    const take = (Component: ComponentType<P>) => !gone && setLoaded({ Component });
    load().then(take, () => !gone && setWanted(false));
    return () => {
      gone = true;
    };
  }, [wanted, loaded, load]);
  if (loaded) return <loaded.Component {...props} />;
  return trigger(() => setWanted(true), wanted);
}
