'use client';

import { useMemo, useState } from 'react';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { type KubeObject, objectsAt, textAt, textsAt } from '@/lib/kube-object';
import type { ObjectPlace } from '@/lib/place';
import { findAll, splitTime } from './log-buffer';
import { LogLines } from './log-lines';
import { LogToolbar } from './log-toolbar';
import { type LogState, logUrl, useLog } from './use-log';
import { useLogView } from './use-log-view';

function containersOf(pod: KubeObject): string[] {
  return ['containers', 'initContainers', 'ephemeralContainers'].flatMap((field) =>
    objectsAt(pod, 'spec', field).map((one) => textAt(one, 'name')),
  );
}

const words: Record<LogState['phase'], string> = {
  loading: 'Connecting',
  streaming: 'Following',
  ended: 'The log has ended',
  failed: 'The stream broke off',
};

/** The log of one of a pod's containers. */
export function LogTab({ pod, place }: { pod: KubeObject; place: ObjectPlace }) {
  const containers = containersOf(pod);
  const usual = textsAt(pod, 'metadata', 'annotations')['kubectl.kubernetes.io/default-container'];
  const { view, change } = useLogView(usual ?? containers[0] ?? '');
  const [round, setRound] = useState(0);
  const log = useLog(logUrl(place, view), round);
  const shown = useMemo(
    () => (view.search ? log.lines.filter((line) => findAll(splitTime(line).text, view.search).length > 0) : log.lines),
    [log.lines, view.search],
  );
  const text = () => shown.map((line) => (view.times ? line : splitTime(line).text)).join('\n');
  const failed = log.error && log.lines.length === 0;
  return (
    <div className="flex min-h-80 flex-1 flex-col overflow-hidden rounded-lg border bg-surface">
      <LogToolbar
        view={view}
        change={change}
        containers={containers}
        text={text}
        fileName={`${place.name}-${view.container}.log`}
        found={view.search ? shown.length : null}
      />
      {failed && <ErrorState what="the log" error={log.error} onRetry={() => setRound(round + 1)} />}
      {log.phase === 'loading' && <Skeleton className="m-4 w-1/2" />}
      {!failed && log.phase !== 'loading' && shown.length === 0 && (
        <EmptyState title={view.search ? `No line contains “${view.search}”` : 'Nothing logged yet'}>
          {view.previous ? 'The previous run left no lines.' : undefined}
        </EmptyState>
      )}
      {shown.length > 0 && (
        <LogLines
          lines={shown}
          search={view.search}
          wrap={view.wrap}
          times={view.times}
          follow={view.follow}
          label={`Log of ${view.container}`}
        />
      )}
      <footer className="tabular flex h-7 shrink-0 items-center gap-3 border-t px-3 text-text-3 text-xs">
        <span role="status">{words[log.phase]}</span>
        <span className="ml-auto">
          {log.lines.length.toLocaleString('en-US')} lines
          {log.dropped > 0 && `, ${log.dropped.toLocaleString('en-US')} older ones dropped`}
        </span>
      </footer>
    </div>
  );
}
