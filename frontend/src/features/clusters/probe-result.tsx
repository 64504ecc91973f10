import type { ProbeOutput } from '@argus/sdk';
import { Notice } from '@/components/ui/notice';
import { clusterHealth } from '@/lib/cluster-query';

/** What a test of the connection found. */
export function ProbeResult({ probe }: { probe: ProbeOutput }) {
  const { level, word } = clusterHealth(probe);
  const facts = [
    probe.version && `Kubernetes ${probe.version}`,
    probe.nodeCount !== null && `${probe.nodeCount} ${probe.nodeCount === 1 ? 'node' : 'nodes'}`,
    probe.latencyMs !== null && `${Math.round(probe.latencyMs)} ms`,
  ];
  return (
    <Notice level={level} title={word}>
      {probe.status.reason || facts.filter(Boolean).join(' · ')}
    </Notice>
  );
}
