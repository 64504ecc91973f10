'use client';

import { tabListLook, tabLook } from '@/components/ui/tabs';
import { cn } from '@/lib/class-name';

export type ObjectTab = 'summary' | 'yaml' | 'events' | 'logs' | 'related';

const titles: Record<ObjectTab, string> = {
  summary: 'Summary',
  yaml: 'YAML',
  events: 'Events',
  logs: 'Logs',
  related: 'Related',
};

export function tabsOf(resource: string): ObjectTab[] {
  return resource === 'pods'
    ? ['summary', 'yaml', 'events', 'logs', 'related']
    : ['summary', 'yaml', 'events', 'related'];
}

export function tabId(tab: ObjectTab): string {
  return `object-tab-${tab}`;
}

/** The tabs of a detail page. The arrow keys move between them, as in any list of tabs. */
export function ObjectTabs({
  tabs,
  active,
  onChoose,
}: {
  tabs: ObjectTab[];
  active: ObjectTab;
  onChoose: (tab: ObjectTab) => void;
}) {
  const step = (by: number) => {
    const next = tabs[(tabs.indexOf(active) + by + tabs.length) % tabs.length];
    if (!next) return;
    onChoose(next);
    document.getElementById(tabId(next))?.focus();
  };
  return (
    <div role="tablist" aria-label="Parts of this object" className={cn(tabListLook, 'shrink-0 px-4 sm:px-6')}>
      {tabs.map((tab) => (
        <button
          key={tab}
          id={tabId(tab)}
          type="button"
          role="tab"
          aria-selected={tab === active}
          aria-controls="object-panel"
          tabIndex={tab === active ? 0 : -1}
          data-state={tab === active ? 'active' : 'inactive'}
          onClick={() => onChoose(tab)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowRight') step(1);
            if (event.key === 'ArrowLeft') step(-1);
          }}
          className={tabLook}
        >
          {titles[tab]}
        </button>
      ))}
    </div>
  );
}
