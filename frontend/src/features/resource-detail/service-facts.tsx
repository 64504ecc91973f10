import { listResourcesOptions } from '@argus/sdk/query';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Card } from '@/components/ui/card';
import { Table, Td, Th } from '@/components/ui/table';
import { type KubeObject, listAt, objectsAt, textAt, textsAt } from '@/lib/kube-object';
import { listPath, type ObjectPlace } from '@/lib/place';
import { FactList } from './fact-list';

const slices = { group: 'discovery.k8s.io', version: 'v1', resource: 'endpointslices' };

function addressesOf(object: KubeObject): string[] {
  const lb = objectsAt(object, 'status', 'loadBalancer', 'ingress').map(
    (one) => textAt(one, 'ip') || textAt(one, 'hostname'),
  );
  return [...lb, ...listAt(object, 'spec', 'externalIPs').map(String)];
}

function PortTable({ object }: { object: KubeObject }) {
  const ports = objectsAt(object, 'spec', 'ports');
  if (ports.length === 0) return null;
  return (
    <Card title="Ports" aside={ports.length}>
      <Table>
        <thead>
          <tr>
            <Th>Name</Th>
            <Th>Port</Th>
            <Th>Target</Th>
            <Th>Node port</Th>
          </tr>
        </thead>
        <tbody className="tabular">
          {ports.map((port) => (
            <tr key={`${textAt(port, 'port')}/${textAt(port, 'protocol')}`} className="border-b last:border-b-0">
              <Td>{textAt(port, 'name') || '–'}</Td>
              <Td>
                {textAt(port, 'port')}/{textAt(port, 'protocol')}
              </Td>
              <Td>{textAt(port, 'targetPort') || '–'}</Td>
              <Td>{textAt(port, 'nodePort') || '–'}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

function Endpoints({ place }: { place: ObjectPlace }) {
  const labelSelector = `kubernetes.io/service-name=${place.name}`;
  const path = { cluster_id: place.cluster, ...slices };
  const { data } = useQuery(
    listResourcesOptions({ path, query: { namespace: place.namespace, labelSelector, limit: 20 } }),
  );
  const at = data?.columns.findIndex(({ name }) => name === 'Endpoints') ?? -1;
  const lists = data?.rows.map((row) => String(row.cells[at] ?? '').replaceAll(',', ', ')).filter(Boolean) ?? [];
  return (
    <span>
      {data && lists.length === 0 ? (
        <span className="text-warn">none: no ready pod is selected</span>
      ) : (
        lists.join(', ')
      )}{' '}
      <Link
        prefetch={false}
        href={listPath(place.cluster, slices, { namespace: place.namespace, labelSelector })}
        className="text-accent hover:underline"
      >
        Slices
      </Link>
    </span>
  );
}

/** A service: how it is reached and whom it reaches. */
export function ServiceFacts({ object, place }: { object: KubeObject; place: ObjectPlace }) {
  const selector = Object.entries(textsAt(object, 'spec', 'selector')).map((pair) => pair.join('='));
  const external = textAt(object, 'spec', 'externalName');
  return (
    <>
      <Card title="Service">
        <FactList
          facts={[
            { label: 'Type', value: textAt(object, 'spec', 'type') },
            external !== '' && { label: 'External name', value: external },
            { label: 'Cluster IP', value: listAt(object, 'spec', 'clusterIPs').join(', ') || '–' },
            addressesOf(object).length > 0 && { label: 'External IPs', value: addressesOf(object).join(', ') },
            selector.length > 0 && {
              label: 'Selector',
              value: <code className="font-mono text-xs">{selector.join(', ')}</code>,
            },
            { label: 'Session affinity', value: textAt(object, 'spec', 'sessionAffinity') || 'None' },
            { label: 'Endpoints', value: <Endpoints place={place} /> },
          ]}
        />
      </Card>
      <PortTable object={object} />
    </>
  );
}
