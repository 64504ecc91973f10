import { Age } from '@/components/ui/age';
import { Card } from '@/components/ui/card';
import { type KubeObject, listAt, objectsAt, textAt, textsAt } from '@/lib/kube-object';
import type { ObjectPlace } from '@/lib/place';
import { ContainerCard } from './container-card';
import { FactList } from './fact-list';
import { nodeKind, ObjectLink, serviceAccountKind } from './object-link';

const volumeSources = ['configMap', 'secret', 'persistentVolumeClaim', 'emptyDir', 'hostPath', 'projected', 'csi'];

function volumeText(volume: KubeObject): string {
  const source = volumeSources.find((name) => name in volume) ?? 'other';
  const target =
    textAt(volume, source, 'name') || textAt(volume, source, 'secretName') || textAt(volume, source, 'claimName');
  return `${textAt(volume, 'name')} (${source}${target ? ` ${target}` : ''})`;
}

/** A pod: where it runs, its addresses, its containers. */
export function PodFacts({ object, place }: { object: KubeObject; place: ObjectPlace }) {
  const node = textAt(object, 'spec', 'nodeName');
  const account = textAt(object, 'spec', 'serviceAccountName');
  const ips = objectsAt(object, 'status', 'podIPs').map((one) => textAt(one, 'ip'));
  const volumes = objectsAt(object, 'spec', 'volumes').filter(
    (one) => !textAt(one, 'name').startsWith('kube-api-access'),
  );
  const selector = Object.entries(textsAt(object, 'spec', 'nodeSelector'));
  const message = textAt(object, 'status', 'message');
  return (
    <>
      <Card title="Pod">
        <FactList
          facts={[
            { label: 'Phase', value: textAt(object, 'status', 'phase') || '–' },
            message !== '' && { label: 'Message', value: message },
            {
              label: 'Node',
              value: node ? (
                <ObjectLink kind={nodeKind} place={{ cluster: place.cluster, namespace: null, name: node }} />
              ) : (
                <span className="text-warn">not scheduled</span>
              ),
            },
            { label: 'Pod IP', value: ips.join(', ') || '–' },
            { label: 'Started', value: <Age time={textAt(object, 'status', 'startTime') || null} suffix=" ago" /> },
            { label: 'QoS', value: textAt(object, 'status', 'qosClass') || '–' },
            { label: 'Restart policy', value: textAt(object, 'spec', 'restartPolicy') },
            account !== '' && {
              label: 'Service account',
              value: <ObjectLink kind={serviceAccountKind} place={{ ...place, name: account }} />,
            },
            selector.length > 0 && { label: 'Node selector', value: selector.map((pair) => pair.join('=')).join(', ') },
            volumes.length > 0 && { label: 'Volumes', value: volumes.map(volumeText).join(', ') },
            listAt(object, 'spec', 'tolerations').length > 0 && {
              label: 'Tolerations',
              value: listAt(object, 'spec', 'tolerations').length,
            },
          ]}
        />
      </Card>
      <ContainerCard pod={object} />
    </>
  );
}
