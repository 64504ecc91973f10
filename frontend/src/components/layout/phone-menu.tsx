'use client';

import { Sheet } from '@/components/ui/sheet';
import { Sidebar } from './sidebar';

/** The sidebar of a phone. */
export function PhoneMenu({ onClose }: { onClose: () => void }) {
  return (
    <Sheet open onOpenChange={onClose} side="left" title="Argus" className="w-72">
      <Sidebar onGo={onClose} />
    </Sheet>
  );
}
