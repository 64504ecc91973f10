import type { ClusterPart, ResourcePage } from '@argus/sdk';
import { StaleBanner } from '@/components/ui/notice';

const words: Record<ClusterPart['state'], string> = {
  ok: '',
  stale: 'is stale',
  unavailable: 'does not answer',
  forbidden: 'may not be listed by you',
  absent: 'does not serve this kind',
};

function sentence({ name, state, reason }: ClusterPart): string {
  return `${name} ${words[state]}${reason ? `: ${reason.replace(/\.$/, '')}` : ''}`;
}

/** Says which clusters are missing from the list or answer from memory. A kind that a cluster lacks is no news. */
export function PartialBanner({ page }: { page: ResourcePage | undefined }) {
  const parts = page?.partial.filter(({ state }) => state !== 'ok' && state !== 'absent') ?? [];
  if (!page || (parts.length === 0 && !page.stale)) return null;
  const since = parts.flatMap((part) => part.since ?? []).sort()[0] ?? null;
  const reason = parts.map(sentence).join(' · ') || 'The cluster does not answer; these are the rows last seen.';
  return <StaleBanner since={since} reason={reason} />;
}
