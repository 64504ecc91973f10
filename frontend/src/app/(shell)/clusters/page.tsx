import type { Metadata } from 'next';
import { ClusterTable } from '@/features/clusters/cluster-table';

export const metadata: Metadata = { title: 'Clusters' };

export default function ClustersPage() {
  return <ClusterTable />;
}
