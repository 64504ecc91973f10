import type { ClusterOutput } from '@argus/sdk';
import { clusterHealth } from '@/lib/cluster-query';
import { byLevel } from '@/lib/level';

type Compare = (a: ClusterOutput, b: ClusterOutput) => number;

const compares: Record<string, Compare> = {
  name: (a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }),
  status: (a, b) => byLevel(clusterHealth(a).level, clusterHealth(b).level),
  version: (a, b) => (a.version ?? '').localeCompare(b.version ?? '', 'en', { numeric: true }),
  nodes: (a, b) => (a.nodeCount ?? -1) - (b.nodeCount ?? -1),
  latency: (a, b) => (a.latencyMs ?? Infinity) - (b.latencyMs ?? Infinity),
  source: (a, b) => a.source.localeCompare(b.source),
  age: (a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt),
};

/** Clusters that match the text in their name, labels or version, in the asked order; by name where that is equal. */
export function arranged(clusters: ClusterOutput[], text: string, sort: string | null): ClusterOutput[] {
  const wanted = text.trim().toLowerCase();
  const matches = clusters.filter(({ name, labels, version, server }) => {
    const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
    return [name, version ?? '', server, ...pairs].join(' ').toLowerCase().includes(wanted);
  });
  const descending = sort?.startsWith('-') ?? false;
  const compare = compares[sort?.replace(/^-/, '') ?? 'name'];
  const byName = compares.name ?? (() => 0);
  return matches.sort((a, b) => (compare ? compare(a, b) * (descending ? -1 : 1) : 0) || byName(a, b));
}
