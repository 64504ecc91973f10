'use client';

import { type ReactNode, useState } from 'react';
import { deferred } from '@/components/deferred';
import { usePhone } from '@/lib/media';
import { useShortcut } from '@/lib/shortcut';
import { useUi } from '@/lib/ui-store';
import { useShortcutKeys } from '@/lib/use-shortcut-keys';
import { ClusterGone } from './cluster-gone';
import { OfflineBar } from './connection';
import { Header } from './header';
import { Sidebar } from './sidebar';
import { useNavigationKeys } from './use-navigation-keys';
import { usePageSession } from './use-page-session';

const Palette = deferred(() => import('./palette').then((module) => module.Palette));
const PhoneMenu = deferred(() => import('./phone-menu').then((module) => module.PhoneMenu));
const ShortcutSheet = deferred(() => import('./shortcut-sheet').then((module) => module.ShortcutSheet));

type Overlay = 'palette' | 'shortcuts' | 'menu' | null;

/** The frame of every page behind the login. */
export function Shell({ children }: { children: ReactNode }) {
  const [overlay, setOverlay] = useState<Overlay>(null);
  const phone = usePhone();
  const toggleSidebar = useUi((state) => state.toggleSidebar);
  const close = () => setOverlay(null);
  usePageSession();
  useShortcutKeys();
  useNavigationKeys();
  useShortcut('mod+k', 'Search and go', 'Anywhere', () => setOverlay(overlay === 'palette' ? null : 'palette'));
  useShortcut('?', 'All shortcuts', 'Anywhere', () => setOverlay('shortcuts'));
  useShortcut('[', 'Fold the sidebar', 'Anywhere', toggleSidebar);
  return (
    <div className="flex h-dvh flex-col">
      <a
        href="#main"
        className="sr-only z-60 rounded-md bg-raised px-3 py-2 focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <Header
        onMenu={phone ? () => setOverlay('menu') : toggleSidebar}
        onSearch={() => setOverlay('palette')}
        onShortcuts={() => setOverlay('shortcuts')}
      />
      <OfflineBar />
      <ClusterGone />
      <div className="flex min-h-0 flex-1">
        <aside className="w-58 shrink-0 overflow-y-auto border-r bg-surface transition-[width] in-data-[sidebar=collapsed]:w-13 max-sm:hidden">
          <Sidebar />
        </aside>
        <main id="main" tabIndex={-1} className="min-w-0 flex-1 overflow-y-auto focus-visible:outline-none">
          {children}
        </main>
      </div>
      {overlay === 'menu' && <PhoneMenu onClose={close} />}
      {overlay === 'palette' && <Palette onClose={close} />}
      {overlay === 'shortcuts' && <ShortcutSheet onClose={close} />}
    </div>
  );
}
