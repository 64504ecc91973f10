import type { Page } from '@playwright/test';
import { pods } from '@/lib/kind';
import { clusterPath, listPath, objectPath } from '@/lib/place';
import { longEnough } from './stack/away';
import { expectAccessible } from './stack/axe';
import { start, stop } from './stack/control';
import { facts } from './stack/facts';
import { kubectl } from './stack/kubectl';
import { createPod, ownNamespace, steady } from './stack/namespace';
import { expect, ownSession, test } from './stack/test';

const frail = () => facts().clusters.frail;
const namespace = ownNamespace('meanwhile');
/** Time for a probe or a reconnect with backoff to notice, on a busy machine. */
const eventually = { timeout: 45_000 };

test.describe.configure({ timeout: 210_000 });

/** Something that a load of the page would wipe out. */
async function mark(page: Page) {
  await page.evaluate(() => document.body.setAttribute('data-same-page', ''));
}

async function expectSamePage(page: Page) {
  await expect(page.locator('body[data-same-page]')).toBeAttached();
}

const stale = (page: Page) => page.getByRole('status').filter({ hasText: /^Stale/ });

async function apiserverReady() {
  await expect
    .poll(() => kubectl(frail(), 'get --raw /readyz').catch((error: Error) => error.message), eventually)
    .toBe('ok');
}

test('a cluster that goes down is shown as such while others go on, and comes back by itself', async ({ page }) => {
  const other = await page.context().newPage();
  await page.goto(listPath(frail().id, pods, { namespace: 'tools' }));
  await expect(page.getByRole('link', { name: 'wrench', exact: true })).toBeVisible();
  await other.goto('/dashboard');
  const card = other.getByRole('region', { name: 'Clusters' }).getByRole('link', { name: /^frail/ });
  await expect(card).toContainText('Connected');
  const detail = await page.context().newPage();
  await detail.goto(objectPath(pods, { cluster: frail().id, namespace: 'tools', name: 'wrench' }));
  await expect(detail.getByRole('heading', { name: 'Containers' })).toBeVisible();
  for (const one of [page, other, detail]) await mark(one);
  const since = Date.now();
  await stop('frail');
  try {
    await expect(card).toContainText('Unreachable', eventually);
    await expect(other.getByRole('region', { name: 'Clusters' })).toContainText(/steady\s*Connected/);
    await expect(stale(page)).toBeVisible(eventually);
    await expect(stale(detail)).toBeVisible(eventually);
    await expect(page.getByRole('link', { name: 'wrench', exact: true })).toBeVisible();
    await expectAccessible(page, 'the list of a cluster that is away');
    const fleet = await page.context().newPage();
    await fleet.goto(listPath(null, pods, { q: 'wrench' }));
    await expect(stale(fleet)).toContainText('frail');
    await expect(fleet.getByRole('row').filter({ hasText: 'steady' })).toHaveCount(1);
    await fleet.goto(clusterPath(frail().id));
    await expect(stale(fleet)).toBeVisible();
    await fleet.close();
    await longEnough(since);
  } finally {
    await start('frail');
  }
  await apiserverReady();
  await kubectl(frail(), 'run survivor -n tools --image=registry.example.com/tools/survivor:1');
  await expect(card).toContainText('Connected', eventually);
  await expect(page.getByRole('link', { name: 'survivor', exact: true })).toBeVisible(eventually);
  for (const one of [page, detail]) await expect(stale(one)).toBeHidden(eventually);
  for (const one of [page, other, detail]) await expectSamePage(one);
});

test('a page outlives a restart of Argus and catches up without being loaded again', async ({ page }) => {
  await ownSession(page);
  await createPod(namespace, 'before');
  await page.goto(listPath(steady().id, pods, { namespace }));
  await expect(page.getByRole('link', { name: 'before', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Live stream: live' })).toBeVisible();
  await mark(page);
  const since = Date.now();
  await stop('api');
  try {
    await expect(page.getByText('Connection lost.')).toBeVisible(eventually);
    await createPod(namespace, 'during');
    await longEnough(since);
    await expect(page.getByRole('link', { name: 'before', exact: true })).toBeVisible();
  } finally {
    await start('api');
  }
  await expect(page.getByRole('link', { name: 'during', exact: true })).toBeVisible(eventually);
  await expect(page.getByText('Connection lost.')).toBeHidden(eventually);
  await createPod(namespace, 'after');
  await expect(page.getByRole('link', { name: 'after', exact: true })).toBeVisible();
  await expectSamePage(page);
});
