import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ResourceList } from '@/features/resource-list/resource-list';
import { kindTitle } from '@/lib/kind';
import { parseKindKey } from '@/lib/place';

type Props = { params: Promise<{ id: string; resource: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const kind = parseKindKey(decodeURIComponent((await params).resource));
  return { title: kind ? kindTitle(kind) : 'Not found' };
}

export default async function ResourceListPage({ params }: Props) {
  const { id, resource } = await params;
  const kind = parseKindKey(decodeURIComponent(resource));
  if (!kind) notFound();
  return <ResourceList key={`${id} ${resource}`} cluster={decodeURIComponent(id)} kind={kind} />;
}
