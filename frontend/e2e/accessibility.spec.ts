import { deployments, nodes, pods } from '@/lib/kind';
import { clusterPath, listPath, objectPath } from '@/lib/place';
import { expectAccessible } from './stack/axe';
import { ownNamespace, steady } from './stack/namespace';
import { expect, signedOut, test } from './stack/test';
import { diff, openYaml, retype } from './stack/yaml-editor';

const namespace = ownNamespace('readable');
const pod = (tab?: string) => objectPath(pods, { cluster: steady().id, namespace: 'shop', name: 'alpha' }, tab);

// What lies below the fold is not looked at for its contrast: here nothing does.
test.use({ viewport: { width: 1440, height: 2400 } });

test.describe('before signing in', () => {
  test.use(signedOut);

  test('the login', async ({ page }) => {
    await page.goto('/login');
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
    await expectAccessible(page, 'the login');
  });
});

test('the overview, the palette, the account menu and the shortcuts', async ({ page }) => {
  await page.goto('/dashboard');
  await expect(page.getByRole('link', { name: 'omega' }).first()).toBeVisible();
  await expectAccessible(page, 'the overview');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('pod');
  await expect(page.getByRole('option').first()).toBeVisible();
  await expectAccessible(page, 'the palette');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.getByRole('button', { name: 'User menu' }).click();
  await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeVisible();
  await expectAccessible(page, 'the account menu');
  await page.getByRole('menuitem', { name: 'Keyboard shortcuts' }).click();
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await expectAccessible(page, 'the shortcuts');
});

test('the clusters and the dialog that adds one', async ({ page }) => {
  await page.goto('/clusters');
  await expect(page.getByRole('link', { name: 'steady' })).toBeVisible();
  await expectAccessible(page, 'the clusters');
  await page.getByRole('button', { name: 'Add cluster' }).click();
  await page.getByRole('textbox', { name: 'Kubeconfig' }).fill('{');
  await expect(page.getByRole('textbox', { name: 'Kubeconfig' })).toHaveAttribute('aria-invalid', 'true');
  await expectAccessible(page, 'the dialog with a refusal');
});

test('every tab of a cluster', async ({ page }) => {
  await page.goto(clusterPath(steady().id));
  await expect(page.getByRole('heading', { name: 'Cluster', exact: true })).toBeVisible();
  const tabs = page.getByRole('navigation', { name: 'Parts of this cluster' }).getByRole('link');
  await expect(tabs).toHaveCount(8);
  for (const tab of await tabs.all()) {
    await tab.click();
    await expect(tab).toHaveAttribute('aria-current', 'page');
    await expect(page.locator('#main').getByRole('link').nth(9)).toBeVisible();
    await expectAccessible(page, `the tab ${await tab.textContent()}`);
  }
});

test('a list, its menu, its selection and its preview', async ({ page }) => {
  await page.goto(listPath(steady().id, pods, { namespace: 'shop', filter: ['name~a'] }));
  await expect(page.getByRole('link', { name: 'alpha', exact: true })).toBeVisible();
  await expectAccessible(page, 'the list');
  await page.getByRole('button', { name: 'Actions for alpha' }).click();
  await expect(page.getByRole('menu')).toBeVisible();
  await expectAccessible(page, 'the menu of a row');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toBeHidden();
  const namespaces = page.getByRole('button', { name: 'Namespace of the list' });
  await namespaces.click();
  await expect(page.getByRole('option', { name: 'tools' })).toBeVisible();
  await expectAccessible(page, 'the namespaces');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('option')).toHaveCount(0);
  await expect(namespaces).toBeFocused();
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(page.getByRole('toolbar', { name: 'Selection' })).toBeVisible();
  await expectAccessible(page, 'the selection');
  await page.keyboard.press('Space');
  await expect(page.getByRole('dialog', { name: 'alpha' })).toContainText('Containers');
  await expectAccessible(page, 'the preview');
});

test('an empty list, the list over all clusters, and a page that is not there', async ({ page }) => {
  await page.goto(listPath(steady().id, pods, { q: 'no pod is called that' }));
  await expect(page.getByText('No Pods match')).toBeVisible();
  await expectAccessible(page, 'the empty list');
  await page.goto(listPath(null, pods));
  await expect(page.getByRole('link', { name: 'wrench', exact: true })).toHaveCount(2);
  await expectAccessible(page, 'the list over all clusters');
  await page.goto('/no/such/page');
  await expect(page.getByRole('heading')).toBeVisible();
  await expectAccessible(page, 'the page that is not there');
  await page.goto(objectPath(pods, { cluster: steady().id, namespace: 'shop', name: 'nobody' }));
  await expect(page.getByText('Could not load nobody')).toBeVisible();
  await expectAccessible(page, 'the object that is not there');
});

test('every tab of a pod, and the question before deleting it', async ({ page }) => {
  await page.goto(pod());
  await expect(page.getByRole('heading', { name: 'Containers' })).toBeVisible();
  await expectAccessible(page, 'the tab Summary');
  for (const [tab, shown] of [
    ['YAML', page.locator('.cm-line').first()],
    ['Events', page.getByRole('heading', { name: 'Events' })],
    ['Logs', page.getByRole('region', { name: 'Log of main' })],
    ['Related', page.getByRole('tabpanel', { name: 'related' })],
  ] as const) {
    await page.getByRole('tab', { name: tab }).click();
    await expect(shown).toBeVisible();
    await expectAccessible(page, `the tab ${tab}`);
  }
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  await expect(page.getByRole('dialog', { name: 'Delete Pod alpha' })).toBeVisible();
  await expectAccessible(page, 'the question');
});

test('a deployment, a node, and the editor with what would change', async ({ page }) => {
  await page.goto(objectPath(deployments, { cluster: steady().id, namespace: 'shop', name: 'web' }));
  await expect(page.getByText('Rolled out.')).toBeVisible();
  await expectAccessible(page, 'the deployment');
  await page.goto(objectPath(nodes, { cluster: steady().id, namespace: null, name: 'node-1' }));
  await expect(page.getByRole('heading', { name: 'Conditions' })).toBeVisible();
  await expectAccessible(page, 'the node');
  await openYaml(page, namespace, 'shown', 1);
  await retype(page, 'replicas: 1', 'replicas: 3');
  await expectAccessible(page, 'the editor');
  await page.getByRole('button', { name: 'Review changes' }).click();
  await expect(diff(page, 'What will change')).toBeVisible();
  await expectAccessible(page, 'the difference');
});
