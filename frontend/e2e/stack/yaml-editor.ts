import type { Page } from '@playwright/test';
import { deployments } from '@/lib/kind';
import { objectPath } from '@/lib/place';
import { kubectl } from './kubectl';
import { createDeployment, steady } from './namespace';
import { expect } from './test';

/** Makes a deployment and opens its YAML. */
export async function openYaml(page: Page, namespace: string, name: string, replicas: number) {
  await createDeployment(namespace, name, replicas);
  await page.goto(objectPath(deployments, { cluster: steady().id, namespace, name }, 'yaml'));
  await expect(yamlLine(page, `replicas: ${replicas}`)).toBeVisible();
}

/** The first line with that text, which is the one of the spec: the status comes last. */
export function yamlLine(page: Page, text: string) {
  const exactly = new RegExp(`^[ -]*${text}$`);
  return page.locator('.cm-content .cm-line').filter({ hasText: exactly }).first();
}

/** Types another text in place of a line, keeping its indentation. */
export async function retype(page: Page, before: string, after: string) {
  await yamlLine(page, before).click();
  await page.keyboard.press('End');
  await page.keyboard.press('Shift+Home');
  await page.keyboard.type(after);
}

export function diff(page: Page, label: string) {
  return page.getByRole('figure', { name: label });
}

/** What the cluster holds. */
export function deployed(namespace: string, name: string, path: string): Promise<string> {
  return kubectl(steady(), `get deployment ${name} -n ${namespace} -o jsonpath={${path}}`);
}
