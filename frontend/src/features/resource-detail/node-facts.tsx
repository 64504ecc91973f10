import Link from 'next/link';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { Table, Td, Th } from '@/components/ui/table';
import { pods } from '@/lib/kind';
import { at, type KubeObject, objectsAt, textAt, textsAt } from '@/lib/kube-object';
import { listPath, type ObjectPlace } from '@/lib/place';
import { formatBytes, parseQuantity } from '@/lib/quantity';
import { FactList } from './fact-list';

/** Memory and storage in a unit that people read; counts and cores as they are. */
function readable(resource: string, text: string): string {
  const bytes = /memory|storage|hugepages/.test(resource) ? parseQuantity(text) : null;
  return bytes === null ? text : formatBytes(bytes);
}

function CapacityTable({ object }: { object: KubeObject }) {
  const capacity = textsAt(object, 'status', 'capacity');
  const allocatable = textsAt(object, 'status', 'allocatable');
  const names = Object.keys(capacity).filter((name) => capacity[name] !== '0');
  return (
    <Card title="Capacity">
      <Table>
        <thead>
          <tr>
            <Th>Resource</Th>
            <Th className="text-right">Capacity</Th>
            <Th className="text-right">Allocatable</Th>
          </tr>
        </thead>
        <tbody className="tabular">
          {names.map((name) => (
            <tr key={name} className="border-b last:border-b-0">
              <Td>{name}</Td>
              <Td className="text-right">{readable(name, capacity[name] ?? '')}</Td>
              <Td className="text-right">{readable(name, allocatable[name] ?? '')}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

/** A node: what it is, what it can carry, whether it takes pods. */
export function NodeFacts({ object, place }: { object: KubeObject; place: ObjectPlace }) {
  const info = at(object, 'status', 'nodeInfo');
  const taints = objectsAt(object, 'spec', 'taints').map(
    (one) => `${textAt(one, 'key')}${textAt(one, 'value') && `=${textAt(one, 'value')}`}:${textAt(one, 'effect')}`,
  );
  const addresses = objectsAt(object, 'status', 'addresses').map(
    (one) => `${textAt(one, 'type')} ${textAt(one, 'address')}`,
  );
  const roles = Object.keys(textsAt(object, 'metadata', 'labels'))
    .filter((key) => key.startsWith('node-role.kubernetes.io/'))
    .map((key) => key.slice('node-role.kubernetes.io/'.length));
  const podList = listPath(place.cluster, pods, { filter: [`Node=${place.name}`] });
  return (
    <>
      <Card
        title="Node"
        aside={
          <Link href={podList} className="text-accent hover:underline">
            Pods on this node
          </Link>
        }
      >
        <FactList
          facts={[
            { label: 'Roles', value: roles.join(', ') || '–' },
            {
              label: 'Schedulable',
              value:
                at(object, 'spec', 'unschedulable') === true ? <span className="text-warn">No, cordoned</span> : 'Yes',
            },
            { label: 'Kubelet', value: textAt(info, 'kubeletVersion') || '–' },
            { label: 'Runtime', value: textAt(info, 'containerRuntimeVersion') || '–' },
            {
              label: 'System',
              value: [textAt(info, 'osImage'), textAt(info, 'architecture')].filter(Boolean).join(', ') || '–',
            },
            { label: 'Addresses', value: addresses.join(', ') || '–' },
            taints.length > 0 && {
              label: 'Taints',
              value: (
                <span className="flex flex-wrap gap-1">
                  {taints.map((taint) => (
                    <Badge key={taint}>{taint}</Badge>
                  ))}
                </span>
              ),
            },
          ]}
        />
      </Card>
      <CapacityTable object={object} />
    </>
  );
}
