'use client';

import type { ClusterOutput } from '@argus/sdk';
import { Age } from '@/components/ui/age';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { FactList } from '@/features/resource-detail/fact-list';
import { CapacityCard } from './capacity-card';
import { ClusterAttention } from './cluster-attention';
import { ClusterEvents } from './cluster-events';
import { KindGrid } from './kind-grid';
import { countedKinds } from './kind-tabs';
import { useKindCounts } from './use-kind-counts';

const sources: Record<ClusterOutput['source'], string> = {
  uploaded: 'added with a kubeconfig',
  imported: 'imported from the operator’s kubeconfig',
  sandbox: 'made by Argus as a sandbox',
};

function AboutCard({ cluster }: { cluster: ClusterOutput }) {
  const labels = Object.entries(cluster.labels);
  return (
    <Card title="Cluster">
      <FactList
        facts={[
          { label: 'Version', value: cluster.version ?? '–' },
          { label: 'Server', value: <code className="font-mono text-xs">{cluster.server}</code> },
          { label: 'Context', value: cluster.context },
          { label: 'Round trip', value: cluster.latencyMs === null ? '–' : `${Math.round(cluster.latencyMs)} ms` },
          cluster.insecureSkipTlsVerify && {
            label: 'TLS',
            value: <span className="text-warn">the server’s certificate is not checked</span>,
          },
          { label: 'Origin', value: sources[cluster.source] },
          { label: 'Added', value: <Age time={cluster.createdAt} suffix=" ago" /> },
          labels.length > 0 && {
            label: 'Labels',
            value: (
              <span className="flex flex-wrap gap-1">
                {labels.map(([key, value]) => (
                  <Badge key={key}>{`${key}=${value}`}</Badge>
                ))}
              </span>
            ),
          },
        ]}
      />
    </Card>
  );
}

/** Is the cluster well, what changed, what does it hold. */
export function ClusterOverview({ cluster }: { cluster: ClusterOutput }) {
  const counts = useKindCounts(cluster.id, countedKinds, 12);
  return (
    <div className="flex flex-col gap-4">
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <ClusterAttention kinds={countedKinds} counts={counts} />
        <div className="flex min-w-0 flex-col gap-4">
          <AboutCard cluster={cluster} />
          <CapacityCard cluster={cluster.id} />
        </div>
      </div>
      <KindGrid cluster={cluster.id} kinds={countedKinds} counts={counts} />
      <ClusterEvents cluster={cluster.id} limit={15} />
    </div>
  );
}
