import { useState } from 'react';
import { deferred } from '@/components/deferred';
import type { KubeObject } from '@/lib/kube-object';
import type { Gvr, ObjectPlace } from '@/lib/place';
import { EventCard } from './event-list';
import { SummaryTab } from './object-summary';
import type { ObjectTab } from './object-tabs';
import { RelatedCards } from './related-list';

const LogTab = deferred(() => import('@/features/pod-log/log-tab').then((module) => module.LogTab));
const YamlTab = deferred(() => import('@/features/resource-editor/yaml-tab').then((module) => module.YamlTab));

type Props = {
  tab: ObjectTab;
  kind: Gvr;
  place: ObjectPlace;
  object: KubeObject;
  editable: boolean;
  readCurrent: () => Promise<KubeObject | undefined>;
};

/** The part of an object that its tab names. The editor stays once it was opened, with what was typed. */
export function ObjectPanel(props: Props) {
  const { tab, ...editor } = props;
  const [edited, setEdited] = useState(tab === 'yaml');
  if (tab === 'yaml' && !edited) setEdited(true);
  return (
    <>
      {edited && (
        <div className={tab === 'yaml' ? 'contents' : 'hidden'}>
          <YamlTab {...editor} />
        </div>
      )}
      {tab !== 'yaml' && <ReadingPanel {...props} />}
    </>
  );
}

function ReadingPanel({ tab, kind, place, object }: Props) {
  if (tab === 'logs') return <LogTab pod={object} place={place} />;
  if (tab === 'events') return <EventCard kind={kind} place={place} />;
  if (tab === 'related') {
    return (
      <div className="flex max-w-3xl flex-col gap-4">
        <RelatedCards kind={kind} place={place} none="Nothing owns this object, and it owns nothing." />
      </div>
    );
  }
  return <SummaryTab kind={kind} place={place} object={object} />;
}
