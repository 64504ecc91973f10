'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { StatusIcon } from '@/components/ui/status';
import { useClusters } from '@/lib/cluster-query';
import { useUnsaved } from '@/lib/leave';
import { parsePlace } from '@/lib/place';

/** A bar across the pages of a cluster that was removed while they were open; what was typed stays until one leaves. */
export function ClusterGone() {
  const { cluster } = parsePlace(usePathname());
  const { data, isFetching } = useClusters();
  const unsaved = useUnsaved();
  const [gone, setGone] = useState<string | null>(null);
  const known = data?.items.some(({ id }) => id === cluster);
  // What is being asked again may be older than a cluster that was just added.
  if (known === false && !isFetching && gone !== cluster) setGone(cluster);
  if (known && gone === cluster) setGone(null);
  if (cluster === null || gone !== cluster) return null;
  return (
    <div
      role="alert"
      className="flex min-h-10 shrink-0 flex-wrap items-center gap-2 border-b bg-surface px-4 py-1 text-sm sm:px-6"
    >
      <StatusIcon level="warn" />
      <span className="min-w-0 flex-1">
        This cluster was removed from Argus, or you may not see it any more. The page shows what it knew last.
        {unsaved && ' What you typed cannot be applied: copy it before you leave.'}
      </span>
      <Button asChild size="sm">
        <Link href="/clusters">All clusters</Link>
      </Button>
    </div>
  );
}
