'use client';

import { useSyncExternalStore } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { Kbd } from '@/components/ui/kbd';
import { type Shortcut, shortcuts } from '@/lib/shortcut';

const none: Shortcut[] = [];

function grouped(list: Shortcut[]): [group: string, entries: [label: string, keys: string[]][]][] {
  const groups = new Map<string, Map<string, string[]>>();
  for (const { group, label, keys } of list) {
    const entries = groups.get(group) ?? new Map<string, string[]>();
    const known = entries.get(label) ?? [];
    if (!known.includes(keys)) entries.set(label, [...known, keys]);
    groups.set(group, entries);
  }
  return [...groups].map(([group, entries]) => [group, [...entries]]);
}

/** Every shortcut that works on the page that is open. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const list = useSyncExternalStore(shortcuts.subscribe, shortcuts.list, () => none);
  return (
    <Dialog open onOpenChange={onClose} title="Keyboard shortcuts" className="max-w-2xl">
      <div className="columns-2 gap-8 pb-4 max-sm:columns-1">
        {grouped(list).map(([group, entries]) => (
          <section key={group} className="mb-4 break-inside-avoid">
            <h3 className="mb-1 font-medium text-text-3 text-xs">{group}</h3>
            <dl>
              {entries.map(([label, keys]) => (
                <div key={label} className="flex h-7 items-center justify-between gap-4 text-sm">
                  <dt className="text-text-2">{label}</dt>
                  <dd className="flex gap-2">
                    {keys.map((key) => (
                      <Kbd key={key} keys={key} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
