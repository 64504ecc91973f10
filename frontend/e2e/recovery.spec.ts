import type { Page } from '@playwright/test';
import { pods } from '@/lib/kind';
import { listPath } from '@/lib/place';
import { longEnough } from './stack/away';
import { kill, pause, resume, start } from './stack/control';
import { kubectl } from './stack/kubectl';
import { renewals } from './stack/metrics';
import { createPod, ownNamespace, steady } from './stack/namespace';
import { expect, ownSession, signIn, test } from './stack/test';

const namespace = ownNamespace('recovery');
const rows = (page: Page) => page.getByRole('rowgroup');
/** Backoff between tries reaches a quarter of a minute. */
const eventually = { timeout: 60_000 };

test.describe.configure({ timeout: 240_000 });
test.beforeEach(async ({ page }) => {
  await ownSession(page);
  await createPod(namespace, 'lasting');
  await createPod(namespace, 'leaving');
  await open(page);
});
test.afterEach(async ({ page }) => {
  await expect(page.locator('body[data-same-page]')).toBeAttached();
  await kubectl(steady(), `delete pods --all -n ${namespace} --force --grace-period=0`);
});

async function open(page: Page) {
  await page.goto(listPath(steady().id, pods, { namespace }));
  await expect(page.getByRole('link', { name: 'leaving', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Live stream: live' })).toBeVisible();
  // Something that a load of the page would wipe out.
  await page.evaluate(() => document.body.setAttribute('data-same-page', ''));
}

async function changePods(added: string) {
  await createPod(namespace, added);
  await kubectl(steady(), `delete pod leaving -n ${namespace} --force --grace-period=0`);
}

/** The page shows what the apiserver itself has: nothing lost, nothing that is gone, nothing twice. */
async function expectTruth(page: Page) {
  const names = await kubectl(steady(), `get pods -n ${namespace} -o jsonpath={.items[*].metadata.name}`);
  const shown = () =>
    rows(page)
      .getByRole('row')
      .evaluateAll((all) => all.map((row) => row.querySelector('a')?.textContent ?? ''));
  await expect.poll(async () => (await shown()).sort(), eventually).toEqual(names.split(' ').sort());
  await expect(page.getByRole('button', { name: 'Live stream: live' })).toBeVisible(eventually);
  await expect(page.getByText('Connection lost.')).toBeHidden();
}

test('Argus is killed: the rows stay, dimmed and with since when, until it is back', async ({ page }) => {
  const since = Date.now();
  await kill('api');
  try {
    await expect(page.getByText(/Connection lost\..*\d+s ago/)).toBeVisible(eventually);
    await expect(rows(page)).toHaveCSS('opacity', '0.8');
    await expect(page.getByRole('link', { name: 'leaving', exact: true })).toBeVisible();
    await changePods('born-meanwhile');
    await longEnough(since);
  } finally {
    await start('api');
  }
  await expectTruth(page);
  await expect(rows(page)).toHaveCSS('opacity', '1');
});

test('Argus keeps its connections and says nothing: the page notices, and catches up', async ({ page }) => {
  const since = Date.now();
  await pause('api');
  try {
    await expect(page.getByText('Connection lost.')).toBeVisible(eventually);
    await expect(rows(page)).toHaveCSS('opacity', '0.8');
    await changePods('born-in-silence');
    await longEnough(since);
  } finally {
    await resume('api');
  }
  await expectTruth(page);
});

test('the computer sleeps past its token while pods change: awake, the page shows what is', async ({ page }) => {
  await page.clock.install();
  // Signed in as people are: the page itself knows until when its token lasts.
  await signIn(page, listPath(steady().id, pods, { namespace }));
  await open(page);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
  await page.context().setOffline(true);
  await changePods('born-by-night');
  const since = Date.now();
  await kill('api');
  await longEnough(since);
  await start('api');
  // A token lasts ten minutes.
  await page.clock.fastForward('11:00');
  await page.context().setOffline(false);
  await devtools.send('Page.setWebLifecycleState', { state: 'active' });
  await expectTruth(page);
  expect(await renewals()).toEqual({ done: 1, refused: 0 });
});

test('the token expires while Argus is away: one renewal brings both tabs back', async ({ page }) => {
  const other = await page.context().newPage();
  await open(other);
  const since = Date.now();
  await kill('api');
  try {
    for (const tab of [page, other]) await expect(tab.getByText('Connection lost.')).toBeVisible(eventually);
    await page.context().clearCookies({ name: 'argus_access' });
    await changePods('born-unseen');
    await longEnough(since);
  } finally {
    await start('api');
  }
  for (const tab of [page, other]) await expectTruth(tab);
  await expect(other.locator('body[data-same-page]')).toBeAttached();
  // Its numbers began anew with the process.
  expect(await renewals()).toEqual({ done: 1, refused: 0 });
});
