import type { KubeObject } from '@/lib/kube-object';
import type { Gvr, ObjectPlace } from '@/lib/place';
import { ConfigMapFacts } from './config-map-facts';
import { NodeFacts } from './node-facts';
import { OtherFacts } from './other-facts';
import { PodFacts } from './pod-facts';
import { SecretFacts } from './secret-facts';
import { ServiceFacts } from './service-facts';
import { WorkloadFacts } from './workload-facts';

const workload = /^(apps\/(deployments|statefulsets|daemonsets|replicasets)|batch\/(jobs|cronjobs))$/;

/** The part of a summary that only this kind has. */
export function KindFacts({ kind, object, place }: { kind: Gvr; object: KubeObject; place: ObjectPlace }) {
  const name = `${kind.group}/${kind.resource}`;
  if (name === 'core/pods') return <PodFacts object={object} place={place} />;
  if (name === 'core/services') return <ServiceFacts object={object} place={place} />;
  if (name === 'core/nodes') return <NodeFacts object={object} place={place} />;
  if (name === 'core/secrets') return <SecretFacts object={object} />;
  if (name === 'core/configmaps') return <ConfigMapFacts object={object} />;
  if (workload.test(name)) return <WorkloadFacts object={object} resource={kind.resource} />;
  return <OtherFacts object={object} />;
}

/** Kinds whose own facts say all; their conditions are in the tree of the others already. */
export function hasOwnFacts(kind: Gvr): boolean {
  const name = `${kind.group}/${kind.resource}`;
  return workload.test(name) || /^core\/(pods|services|nodes|secrets|configmaps)$/.test(name);
}
