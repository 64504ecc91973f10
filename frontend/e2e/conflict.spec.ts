import type { Page } from '@playwright/test';
import { expectAccessible } from './stack/axe';
import { kubectl } from './stack/kubectl';
import { ownNamespace, steady } from './stack/namespace';
import { expect, test } from './stack/test';
import { deployed, diff, openYaml, retype, yamlLine } from './stack/yaml-editor';

const namespace = ownNamespace('conflicts');
const image = 'registry.example.com/made/main:2';
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const conflict = (page: Page) => page.getByRole('region', { name: 'Conflict' });

/** I ask for three replicas; meanwhile someone else does something with kubectl. */
async function meet(page: Page, name: string, theirs: string) {
  await openYaml(page, namespace, name, 1);
  await retype(page, 'replicas: 1', 'replicas: 3');
  await kubectl(steady(), `${theirs} -n ${namespace}`);
  await expect(page.getByText('There is a newer version')).toBeVisible();
  await button(page, 'Review changes').click();
  await expect(conflict(page)).toContainText('It was changed by someone else while you edited it');
}

test('changes to different fields both stand', async ({ page }) => {
  await meet(page, 'apart', `set image deployment/apart main=${image}`);
  await expect(conflict(page)).toContainText('The two changes touch different fields');
  await expect(diff(page, 'What they changed')).toContainText(`image: ${image}`);
  await expect(diff(page, 'What you changed')).toContainText('added:   replicas: 3');
  await expectAccessible(page, 'the conflict');
  await button(page, 'Keep mine on top').click();
  await expect(diff(page, 'What will change')).toContainText('added:   replicas: 3');
  await expect(diff(page, 'What will change')).not.toContainText(/(added|removed): *image/);
  await button(page, 'Apply').click();
  await expect(page.getByText('Applied to apart')).toBeVisible();
  expect(await deployed(namespace, 'apart', '.spec.replicas')).toBe('3');
  expect(await deployed(namespace, 'apart', '.spec.template.spec.containers[0].image')).toBe(image);
});

test('a clash is named, and theirs can be taken', async ({ page }) => {
  await meet(page, 'clash', 'scale deployment clash --replicas=5');
  await expect(conflict(page)).toContainText('Both changed spec.replicas');
  await button(page, 'Take theirs, drop mine').click();
  await expect(yamlLine(page, 'replicas: 5')).toBeVisible();
  await expect(button(page, 'Review changes')).toBeDisabled();
  expect(await deployed(namespace, 'clash', '.spec.replicas')).toBe('5');
});

test('a clash is merged by hand, beside their version', async ({ page }) => {
  await meet(page, 'merged', 'scale deployment merged --replicas=5');
  await button(page, 'Merge by hand').click();
  await expect(diff(page, 'Yours against their version')).toContainText('removed:   replicas: 5');
  await expect(diff(page, 'Yours against their version')).toContainText('added:   replicas: 3');
  await retype(page, 'replicas: 3', 'replicas: 4');
  await button(page, 'Review changes').click();
  await expect(diff(page, 'What will change')).toContainText('added:   replicas: 4');
  await button(page, 'Apply').click();
  await expect(page.getByText('Applied to merged')).toBeVisible();
  expect(await deployed(namespace, 'merged', '.spec.replicas')).toBe('4');
});

test('a newer version can be brought in before the review', async ({ page }) => {
  await openYaml(page, namespace, 'early', 1);
  await retype(page, 'replicas: 1', 'replicas: 3');
  await kubectl(steady(), `set image deployment/early main=${image} -n ${namespace}`);
  await button(page, 'Bring it in').click();
  await expect(yamlLine(page, `image: ${image}`)).toBeVisible();
  await expect(yamlLine(page, 'replicas: 3')).toBeVisible();
});
