import type { Page } from '@playwright/test';
import { pods } from '@/lib/kind';
import { listPath } from '@/lib/place';
import { facts } from './stack/facts';
import { kubectl } from './stack/kubectl';
import { expect, test } from './stack/test';

const namespace = 'arrivals';
const steady = () => facts().clusters.steady;
const pod = (name: string) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { app: name } },
    spec: { containers: [{ name: 'main', image: 'registry.example.com/arrivals:1' }] },
  });

test.beforeAll(() => kubectl(steady(), `create namespace ${namespace}`));
test.afterAll(() => kubectl(steady(), `delete namespace ${namespace} --wait=false`));

async function openList(page: Page) {
  await page.goto(listPath(steady().id, pods, { namespace }));
  await expect(page.getByText(`No Pods in namespace ${namespace}`)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Live stream: live' })).toBeVisible();
}

test('a pod that kubectl creates appears within 2 s, changes, and goes', async ({ page }) => {
  await openList(page);
  await kubectl(steady(), 'create -f -', pod('newcomer'));
  const began = performance.now();
  const link = page.getByRole('link', { name: 'newcomer', exact: true });
  await link.waitFor();
  expect(performance.now() - began, 'milliseconds from the return of kubectl').toBeLessThan(2000);
  const row = page.getByRole('row').filter({ has: link });
  await expect(row).toContainText('Running');
  await kubectl(steady(), `delete pod newcomer -n ${namespace} --wait=false`);
  await expect(link).toBeHidden();
  await expect(page.getByText(`No Pods in namespace ${namespace}`)).toBeVisible();
});
