'use client';

import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { Page } from '@/components/layout/page';
import { ErrorState } from '@/components/ui/error-state';
import { StaleBanner } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { Status } from '@/components/ui/status';
import { cn } from '@/lib/class-name';
import { useCluster } from '@/lib/cluster-query';
import { useGo } from '@/lib/leave';
import { useLiveState } from '@/lib/live';
import { type Gvr, listPath, type ObjectPlace } from '@/lib/place';
import { problemOf } from '@/lib/problem';
import { mayChange, useSession } from '@/lib/session-store';
import { useShortcut } from '@/lib/shortcut';
import { GoneNotice } from './gone-notice';
import { ObjectActions } from './object-actions';
import { ObjectPanel } from './object-panel';
import { type ObjectTab, ObjectTabs, tabsOf } from './object-tabs';
import { useObject, useObjectRow } from './use-object';

function useTab(tabs: ObjectTab[]) {
  const pathname = usePathname();
  const wanted = useSearchParams().get('tab');
  const tab = tabs.find((one) => one === wanted) ?? 'summary';
  const choose = (next: ObjectTab) =>
    window.history.replaceState(null, '', next === 'summary' ? pathname : `${pathname}?tab=${next}`);
  return [tab, choose] as const;
}

/** One object, live: its health in words, what it is, and what can be done with it. */
export function ObjectPage({ kind, place }: { kind: Gvr; place: ObjectPlace }) {
  const router = useRouter();
  const go = useGo();
  const tabs = tabsOf(kind.resource);
  const [tab, choose] = useTab(tabs);
  const object = useObject(kind, place);
  const row = useObjectRow(kind, place);
  const online = useLiveState() !== 'offline';
  const cluster = useCluster(place.cluster);
  const user = useSession((state) => state.user);
  const editable = mayChange(user, place.cluster, place.namespace) && !object.gone;
  useShortcut('e', 'Edit YAML', 'Object', () => choose('yaml'));
  useShortcut('l', 'Logs', 'Object', () => choose('logs'), { enabled: tabs.includes('logs') });
  const list = listPath(place.cluster, kind, { namespace: place.namespace });
  useShortcut('Escape', 'Back to the list', 'Object', () => go(list));
  const stale = object.isError && object.data;
  return (
    <Page
      fill
      title={place.name}
      aside={row?.health.reason && !object.gone && <Status level={row.health.level}>{row.health.reason}</Status>}
      actions={
        object.data &&
        editable && (
          <ObjectActions
            kind={kind}
            place={place}
            object={object.data}
            onEdit={() => choose('yaml')}
            onDeleted={() => router.push(list)}
          />
        )
      }
    >
      <p className="-mt-1 truncate px-4 pb-2 text-text-3 text-xs sm:hidden">
        {[place.namespace, cluster?.name].filter(Boolean).join(' · ')}
      </p>
      <ObjectTabs tabs={tabs} active={tab} onChoose={choose} />
      {object.gone && <GoneNotice list={list} />}
      {stale && online && (
        <StaleBanner since={new Date(object.dataUpdatedAt).toISOString()} reason={problemOf(object.error).detail} />
      )}
      <div
        id="object-panel"
        role="tabpanel"
        aria-label={tab}
        className={cn(
          'flex min-h-0 flex-1 flex-col overflow-y-auto p-4 max-sm:pb-18 sm:p-6',
          (stale || object.gone || !online) && 'opacity-80',
        )}
      >
        {object.isPending && (
          <div className="grid gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
            <Skeleton className="h-64 rounded-lg" />
            <Skeleton className="h-64 rounded-lg" />
          </div>
        )}
        {object.isError && !object.data && (
          <ErrorState what={place.name} error={object.error} onRetry={object.refetch} />
        )}
        {object.data && (
          <ObjectPanel
            tab={tab}
            kind={kind}
            place={place}
            object={object.data}
            editable={editable}
            readCurrent={async () => (await object.refetch()).data}
          />
        )}
      </div>
    </Page>
  );
}
