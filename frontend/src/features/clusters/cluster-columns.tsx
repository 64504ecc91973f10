import type { ClusterOutput } from '@argus/sdk';
import Link from 'next/link';
import type { DataColumn } from '@/components/data-table/column';
import { Age } from '@/components/ui/age';
import { Badge } from '@/components/ui/badge';
import { Status } from '@/components/ui/status';
import { clusterHealth } from '@/lib/cluster-query';
import { clusterPath } from '@/lib/place';

/** Columns of the cluster table. */
export const clusterColumns: DataColumn<ClusterOutput>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(160px, 1.4fr)',
    sortable: true,
    fixed: true,
    phone: 'title',
    render: (cluster) => (
      <Link href={clusterPath(cluster.id)} prefetch={false} className="font-medium hover:text-accent">
        {cluster.name}
      </Link>
    ),
  },
  {
    id: 'status',
    header: 'Status',
    width: 'minmax(180px, 2fr)',
    sortable: true,
    phone: 'status',
    value: (cluster) => cluster.status.phase,
    render: (cluster) => {
      const { level, word } = clusterHealth(cluster);
      const { reason } = cluster.status;
      return (
        <span className="flex min-w-0 items-center gap-2" title={reason}>
          <Status level={level} className="shrink-0">
            {word}
          </Status>
          {reason && <span className="truncate text-text-3 max-sm:hidden">{reason}</span>}
        </span>
      );
    },
  },
  {
    id: 'version',
    header: 'Version',
    width: '96px',
    sortable: true,
    value: (cluster) => cluster.version,
    render: (cluster) => cluster.version ?? '–',
  },
  {
    id: 'nodes',
    header: 'Nodes',
    width: '76px',
    align: 'right',
    sortable: true,
    value: (cluster) => cluster.nodeCount,
    render: (cluster) => (
      <>
        {cluster.nodeCount ?? '–'}
        <span className="sm:hidden"> nodes</span>
      </>
    ),
  },
  {
    id: 'latency',
    header: 'Latency',
    width: '84px',
    align: 'right',
    sortable: true,
    phone: 'none',
    description: 'Round trip of the last probe',
    render: (cluster) => (cluster.latencyMs === null ? '–' : `${Math.round(cluster.latencyMs)} ms`),
  },
  {
    id: 'labels',
    header: 'Labels',
    width: 'minmax(120px, 1.4fr)',
    phone: 'none',
    render: (cluster) => (
      <span className="flex gap-1 overflow-hidden">
        {Object.entries(cluster.labels).map(([name, value]) => (
          <Badge key={name} className="shrink-0">
            {value ? `${name}=${value}` : name}
          </Badge>
        ))}
      </span>
    ),
  },
  { id: 'source', header: 'Source', width: '92px', sortable: true, render: (cluster) => cluster.source },
  {
    id: 'server',
    header: 'Server',
    width: 'minmax(180px, 1.4fr)',
    hidden: true,
    phone: 'none',
    render: (cluster) => cluster.server,
  },
  {
    id: 'age',
    header: 'Added',
    width: '80px',
    align: 'right',
    sortable: true,
    render: (cluster) => <Age time={cluster.createdAt} />,
  },
];
