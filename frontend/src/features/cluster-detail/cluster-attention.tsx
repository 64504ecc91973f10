'use client';

import type { Row } from '@argus/sdk';
import { CircleCheck } from 'lucide-react';
import Link from 'next/link';
import { Age } from '@/components/ui/age';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import { Status } from '@/components/ui/status';
import type { KnownKind } from '@/lib/kind';
import { byLevel } from '@/lib/level';
import { objectPath } from '@/lib/place';
import type { KindCount } from './use-kind-counts';

type Sick = { kind: KnownKind; row: Row };

const most = 12;

function sickOf(kinds: KnownKind[], counts: KindCount[]): Sick[] {
  return kinds
    .flatMap((kind, at) => (counts[at]?.page?.rows ?? []).map((row) => ({ kind, row })))
    .filter(({ row }) => row.health.level === 'bad' || row.health.level === 'warn')
    .sort((a, b) => byLevel(a.row.health.level, b.row.health.level));
}

/** What is unhealthy in this cluster, the worst first. */
export function ClusterAttention({ kinds, counts }: { kinds: KnownKind[]; counts: KindCount[] }) {
  const sick = sickOf(kinds, counts);
  const total = counts.reduce((sum, { page }) => sum + (page?.unhealthy ?? 0), 0);
  const waiting = counts.some(({ page, error, hidden }) => !page && !error && !hidden);
  return (
    <Card title="Needs attention" aside={total > most ? `${most} of ${total}` : total || undefined}>
      {waiting && sick.length === 0 && <Skeleton className="m-4 w-2/3" />}
      {!waiting && sick.length === 0 && (
        <EmptyState icon={CircleCheck} title="Nothing needs attention" className="py-10">
          No workload or node that you may see in this cluster is failing or waiting.
        </EmptyState>
      )}
      <ul className="divide-y">
        {sick.slice(0, most).map(({ kind, row }) => (
          <li key={row.uid}>
            <Link
              prefetch={false}
              href={objectPath(kind, row)}
              className="grid min-h-9 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 px-4 py-1.5 text-sm hover:bg-hover focus-visible:outline-offset-[-2px] sm:grid-cols-[176px_minmax(0,1fr)_auto_48px]"
            >
              <Status level={row.health.level}>{row.health.reason}</Status>
              <span className="min-w-0 truncate max-sm:order-first">{row.name}</span>
              <span className="truncate text-text-3 max-sm:order-last">
                {[kind.kind, row.namespace].filter(Boolean).join(' · ')}
              </span>
              <Age time={row.createdAt} className="tabular text-right text-text-3 max-sm:order-first" />
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
