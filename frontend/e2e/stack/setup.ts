import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type APIRequestContext, request } from '@playwright/test';
import { type Cluster, leaveFacts } from './facts';
import { runKubectl } from './kubectl';
import { type Started, startStack } from './process';

const seed = readFileSync(fileURLToPath(new URL('seed.yaml', import.meta.url)), 'utf8');

/** Starts the stack, fills its clusters and registers them. What it returns ends all of it. */
export default async function setup() {
  const { started, stop } = await startStack();
  try {
    await furnish(started);
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

async function furnish({ kubeconfigs, ...started }: Started) {
  const api = await request.newContext({ baseURL: started.api });
  const answer = await api.post('/api/auth/login', { data: started.admin });
  if (!answer.ok()) throw new Error(`the tests cannot sign in: ${await answer.text()}`);
  const { access_token: token } = await answer.json();
  const clusters = await Promise.all(
    (['steady', 'frail'] as const).map(async (name) => {
      await runKubectl(started.kubectl, kubeconfigs[name], ['apply', '--filename', '-'], seed);
      return register(api, token, name, kubeconfigs[name]);
    }),
  );
  await api.dispose();
  const [steady, frail] = clusters;
  if (steady && frail) leaveFacts({ ...started, clusters: { steady, frail } });
}

async function register(api: APIRequestContext, token: string, name: string, kubeconfig: string): Promise<Cluster> {
  const answer = await api.post('/api/clusters', {
    headers: { authorization: `Bearer ${token}` },
    data: { name, kubeconfig: readFileSync(kubeconfig, 'utf8'), labels: { use: name } },
  });
  if (!answer.ok()) throw new Error(`${name} could not be added: ${await answer.text()}`);
  const { id } = await answer.json();
  return { id, name, kubeconfig };
}
