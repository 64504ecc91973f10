import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ObjectPage } from '@/features/resource-detail/object-page';
import { parseKindKey } from '@/lib/place';

type Props = { params: Promise<{ id: string; resource: string; namespace: string; name: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

export default async function ResourcePage({ params }: Props) {
  const parts = await params;
  const kind = parseKindKey(decodeURIComponent(parts.resource));
  if (!kind) notFound();
  const namespace = decodeURIComponent(parts.namespace);
  const place = {
    cluster: decodeURIComponent(parts.id),
    namespace: namespace === '_' ? null : namespace,
    name: decodeURIComponent(parts.name),
  };
  return <ObjectPage key={Object.values(parts).join(' ')} kind={kind} place={place} />;
}
