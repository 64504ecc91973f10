import { type Cluster, facts } from './facts';
import { kubectl } from './kubectl';
import { test } from './test';

/** Gives the tests of a file a namespace that nothing else touches; another one after a failure. */
export function ownNamespace(prefix: string): string {
  const name = `${prefix}-${process.pid.toString(36)}`;
  test.beforeAll(() => kubectl(steady(), `create namespace ${name}`));
  test.afterAll(() => kubectl(steady(), `delete namespace ${name} --wait=false`));
  return name;
}

export function steady(): Cluster {
  return facts().clusters.steady;
}

const container = { name: 'main', image: 'registry.example.com/made/main:1' };

function create(manifest: object): Promise<string> {
  return kubectl(steady(), 'create --filename -', JSON.stringify(manifest));
}

export function createPod(namespace: string, name: string): Promise<string> {
  const metadata = { name, namespace, labels: { app: name } };
  return create({ apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [container] } });
}

export function createDeployment(namespace: string, name: string, replicas: number): Promise<string> {
  const labels = { app: name };
  const template = { metadata: { labels }, spec: { containers: [container] } };
  const spec = { replicas, selector: { matchLabels: labels }, template };
  return create({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace }, spec });
}
