import { Age } from '@/components/ui/age';
import { Card } from '@/components/ui/card';
import { type KubeObject, listAt, textAt, textsAt } from '@/lib/kube-object';
import { FactList } from './fact-list';
import { LabelSet } from './label-set';

/** What every object has: age, identity, labels, annotations. */
export function MetadataCards({ object }: { object: KubeObject }) {
  const labels = textsAt(object, 'metadata', 'labels');
  const annotations = textsAt(object, 'metadata', 'annotations');
  const finalizers = listAt(object, 'metadata', 'finalizers');
  const namespace = textAt(object, 'metadata', 'namespace');
  const deleted = textAt(object, 'metadata', 'deletionTimestamp');
  return (
    <>
      <Card title="Metadata">
        <FactList
          facts={[
            namespace !== '' && { label: 'Namespace', value: namespace },
            { label: 'Created', value: <Age time={textAt(object, 'metadata', 'creationTimestamp')} suffix=" ago" /> },
            deleted !== '' && { label: 'Deletion', value: <Age time={deleted} suffix=" ago" className="text-warn" /> },
            { label: 'API version', value: textAt(object, 'apiVersion') },
            { label: 'UID', value: <code className="font-mono text-xs">{textAt(object, 'metadata', 'uid')}</code> },
            { label: 'Version', value: textAt(object, 'metadata', 'resourceVersion') },
            finalizers.length > 0 && { label: 'Finalizers', value: finalizers.map(String).join(', ') },
          ]}
        />
      </Card>
      <Card title="Labels" aside={Object.keys(labels).length}>
        <LabelSet entries={labels} none="No labels." />
      </Card>
      <Card title="Annotations" aside={Object.keys(annotations).length}>
        <LabelSet entries={annotations} none="No annotations." />
      </Card>
    </>
  );
}
