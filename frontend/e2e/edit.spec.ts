import type { Page } from '@playwright/test';
import { deployments } from '@/lib/kind';
import { objectPath } from '@/lib/place';
import { kubectl } from './stack/kubectl';
import { createDeployment, ownNamespace, steady } from './stack/namespace';
import { expect, test } from './stack/test';
import { deployed, diff, openYaml, retype, yamlLine } from './stack/yaml-editor';

const namespace = ownNamespace('edits');
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test('a deployment is scaled by editing its YAML, after a look at what would change', async ({ page }) => {
  await openYaml(page, namespace, 'scaled', 1);
  await retype(page, 'replicas: 1', 'replicas: 3');
  await expect(page.getByText('Changed, not applied')).toBeVisible();
  await button(page, 'Review changes').click();
  await expect(diff(page, 'What will change')).toContainText('removed:   replicas: 1');
  await expect(diff(page, 'What will change')).toContainText('added:   replicas: 3');
  expect(await deployed(namespace, 'scaled', '.spec.replicas')).toBe('1');
  await button(page, 'Apply').click();
  await expect(page.getByText('Applied to scaled')).toBeVisible();
  expect(await deployed(namespace, 'scaled', '.spec.replicas')).toBe('3');
  await page.getByRole('tab', { name: 'Summary' }).click();
  await expect(page.getByText('3ready')).toBeVisible();
  await expect(page.getByText('Rolled out.')).toBeVisible();
});

test('the numbers of an open deployment change while kubectl scales it', async ({ page }) => {
  await createDeployment(namespace, 'followed', 1);
  await page.goto(objectPath(deployments, { cluster: steady().id, namespace, name: 'followed' }));
  await expect(page.getByText('1ready')).toBeVisible();
  await kubectl(steady(), `scale deployment followed -n ${namespace} --replicas=4`);
  await expect(page.getByText('4wanted')).toBeVisible();
  await expect(page.getByText('4ready')).toBeVisible();
});

test('a mistake in the YAML is named with its line, and nothing can be sent', async ({ page }) => {
  await openYaml(page, namespace, 'mistaken', 1);
  await retype(page, 'replicas: 1', '  : [');
  await expect(page.getByRole('status').filter({ hasText: /^Line \d+: / })).toBeVisible();
  await expect(button(page, 'Review changes')).toBeDisabled();
  await button(page, 'Discard').click();
  await expect(yamlLine(page, 'replicas: 1')).toBeVisible();
});

test('what the cluster refuses is said, and the text stays', async ({ page }) => {
  await openYaml(page, namespace, 'refused', 1);
  await retype(page, 'replicas: 1', 'replicas: -1');
  await button(page, 'Review changes').click();
  await expect(page.getByText(/must be greater than or equal to 0/).first()).toBeVisible();
  await expect(yamlLine(page, 'replicas: -1')).toBeVisible();
  expect(await deployed(namespace, 'refused', '.spec.replicas')).toBe('1');
});

test('what was typed outlives a look at another tab, and is not left without a question', async ({ page }) => {
  await openYaml(page, namespace, 'unsaved', 1);
  await retype(page, 'replicas: 1', 'replicas: 2');
  await page.getByRole('tab', { name: 'Summary' }).click();
  await expect(page.getByText('1wanted')).toBeVisible();
  await page.getByRole('tab', { name: 'YAML' }).click();
  await expect(yamlLine(page, 'replicas: 2')).toBeVisible();
  const overview = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Overview', exact: true });
  const asked: string[] = [];
  page.once('dialog', (dialog) => {
    asked.push(dialog.message());
    void dialog.dismiss();
  });
  await overview.click();
  expect(asked.join()).toContain('have not been applied');
  await expect(yamlLine(page, 'replicas: 2')).toBeVisible();
  page.once('dialog', (dialog) => void dialog.accept());
  await overview.click();
  await expect(page).toHaveURL('/dashboard');
});
