import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import type { Cluster } from './facts';

type Entry = Record<string, unknown>;

/** The parts of a kubeconfig that tests change. */
export type Kubeconfig = {
  clusters: { name: string; cluster: Entry }[];
  users: { name: string; user: Entry }[];
  contexts: { name: string; context: Entry }[];
  'current-context': string;
};

export function kubeconfigText(cluster: Cluster): string {
  return readFileSync(cluster.kubeconfig, 'utf8');
}

/** The kubeconfig of a cluster with something changed. */
export function changed(cluster: Cluster, change: (config: Kubeconfig) => void): string {
  const config = parse(kubeconfigText(cluster)) as Kubeconfig;
  change(config);
  return stringify(config);
}

/** A user that signs in by running a program, as those of EKS, GKE and AKS do. */
export const execUser: Entry = {
  exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'aws', interactiveMode: 'Never' },
};
