import { Age } from '@/components/ui/age';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { Status } from '@/components/ui/status';
import type { KubeObject } from '@/lib/kube-object';
import { type ContainerView, podContainers } from './container-state';

function Small({ label, children }: { label: string; children: string }) {
  return (
    <span className="wrap-anywhere">
      <span className="text-text-3">{label}</span> {children}
    </span>
  );
}

function ContainerItem({ container }: { container: ContainerView }) {
  const { name, role, image, level, state, detail, since, restarts, lastEnd, requests, limits, ports } = container;
  return (
    <li className="flex flex-col gap-1 px-4 py-2.5 text-sm">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-medium">{name}</span>
        {role !== 'main' && <Badge>{role}</Badge>}
        <Status level={level}>{state}</Status>
        {since && <Age time={since} className="tabular text-text-3" />}
        {restarts > 0 && (
          <span className="tabular text-text-2">
            {restarts} {restarts === 1 ? 'restart' : 'restarts'}
          </span>
        )}
      </div>
      <code className="wrap-anywhere font-mono text-text-2 text-xs">{image}</code>
      {detail && <p className="wrap-anywhere text-text-3 text-xs">{detail}</p>}
      <div className="tabular flex flex-wrap gap-x-4 gap-y-0.5 text-text-2 text-xs">
        {lastEnd && <Small label="Last run">{lastEnd}</Small>}
        {requests && <Small label="Requests">{requests}</Small>}
        {limits && <Small label="Limits">{limits}</Small>}
        {ports.length > 0 && <Small label="Ports">{ports.join(', ')}</Small>}
      </div>
    </li>
  );
}

/** A pod's containers: state with reason, restarts, image and resources. */
export function ContainerCard({ pod }: { pod: KubeObject }) {
  const containers = podContainers(pod);
  return (
    <Card title="Containers" aside={containers.length}>
      <ul className="divide-y">
        {containers.map((container) => (
          <ContainerItem key={`${container.role} ${container.name}`} container={container} />
        ))}
      </ul>
    </Card>
  );
}
