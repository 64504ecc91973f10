import type { Metadata } from 'next';
import { ClusterPage } from '@/features/cluster-detail/cluster-page';

export const metadata: Metadata = { title: 'Cluster' };

export default async function ClusterDetailPage({ params }: { params: Promise<{ id: string }> }) {
  const id = decodeURIComponent((await params).id);
  return <ClusterPage key={id} id={id} />;
}
