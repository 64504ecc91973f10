import type { Page } from '@playwright/test';
import { deployments, pods } from '@/lib/kind';
import { clusterPath, listPath, objectPath } from '@/lib/place';
import { facts } from './stack/facts';
import { kubeconfigText } from './stack/kubeconfig';
import { createDeployment, ownNamespace, steady } from './stack/namespace';
import { expect, test } from './stack/test';
import { retype, yamlLine } from './stack/yaml-editor';

const namespace = ownNamespace('removed');
const origin = () => ({ origin: facts().dashboard });
let cluster: string;

test.beforeAll(() => createDeployment(namespace, 'edited', 1));

/** The steady cluster once more, under a name that can be taken away. */
test.beforeEach(async ({ page }, { workerIndex, retry, title }) => {
  const name = `short-lived-${workerIndex}-${retry}-${title.length}`;
  const data = { name, kubeconfig: kubeconfigText(steady()), labels: {} };
  const answer = await page.request.post('/api/clusters', { data, headers: origin() });
  expect(answer.status(), await answer.text()).toBe(201);
  cluster = (await answer.json()).id;
});

async function remove(page: Page) {
  const answer = await page.request.delete(`/api/clusters/${cluster}`, { headers: origin() });
  expect(answer.status()).toBe(204);
}

const said = (page: Page) => page.getByRole('alert').filter({ hasText: 'This cluster was removed from Argus' });

test('the list of a removed cluster keeps its rows, says so, and leads on', async ({ page }) => {
  await page.goto(listPath(cluster, pods, { namespace: 'shop' }));
  await expect(page.getByRole('link', { name: 'alpha', exact: true })).toBeVisible();
  await remove(page);
  await expect(said(page)).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole('link', { name: 'alpha', exact: true })).toBeVisible();
  await expect(page.getByRole('rowgroup')).toHaveCSS('opacity', '0.8');
  await said(page).getByRole('link', { name: 'All clusters' }).click();
  await expect(page).toHaveURL('/clusters');
  await expect(said(page)).toBeHidden();
});

test('so do the page of an object and the page of the cluster', async ({ page }) => {
  const other = await page.context().newPage();
  await page.goto(objectPath(deployments, { cluster, namespace, name: 'edited' }));
  await expect(page.getByRole('heading', { name: 'edited' })).toBeVisible();
  await other.goto(clusterPath(cluster));
  await expect(other.getByRole('heading', { name: /^short-lived/ })).toBeVisible();
  await remove(page);
  for (const one of [page, other]) await expect(said(one)).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole('heading', { name: 'edited' })).toBeVisible();
});

test('what was typed into the YAML of a removed cluster stays, can be copied, and is not left unasked', async ({
  page,
}) => {
  await page.goto(objectPath(deployments, { cluster, namespace, name: 'edited' }, 'yaml'));
  await expect(yamlLine(page, 'replicas: 1')).toBeVisible();
  await retype(page, 'replicas: 1', 'replicas: 7');
  await remove(page);
  await expect(said(page)).toContainText('copy it before you leave', { timeout: 20_000 });
  await expect(yamlLine(page, 'replicas: 7')).toBeVisible();
  await page.getByRole('button', { name: 'Review changes' }).click();
  await expect(page.getByRole('tabpanel').getByText('There is no such cluster.')).toBeVisible();
  await expect(yamlLine(page, 'replicas: 7')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Copy', exact: true })).toBeEnabled();
  const questions: string[] = [];
  page.on('dialog', (dialog) => {
    questions.push(dialog.message());
    void (questions.length === 1 ? dialog.dismiss() : dialog.accept());
  });
  const away = said(page).getByRole('link', { name: 'All clusters' });
  await away.click();
  await expect(yamlLine(page, 'replicas: 7')).toBeVisible();
  await away.click();
  await expect(page).toHaveURL('/clusters');
  expect(questions).toHaveLength(2);
});
