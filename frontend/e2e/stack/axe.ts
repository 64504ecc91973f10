import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './test';

/** The themes differ in nothing but colours: the second one is asked about those alone. */
const themes: ['dark' | 'light', rules: string[] | null][] = [
  ['dark', null],
  ['light', ['color-contrast', 'link-in-text-block']],
];

/** Nothing on the page as it is now keeps people from reading or using it, in the dark theme nor in the light one. */
export function expectAccessible(page: Page, what: string): Promise<void> {
  return test.step(`${what} has no grave fault`, async () => {
    const found: string[] = [];
    for (const [colorScheme, rules] of themes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      // There are no frames, and a blank page to gather their findings in takes longer than the look itself.
      const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
      if (rules) axe.withRules(rules);
      const { violations } = await axe.analyze();
      const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      for (const { id, nodes } of grave) {
        found.push(...nodes.map(({ html, failureSummary }) => `${colorScheme}, ${id}: ${html}\n${failureSummary}`));
      }
    }
    expect(found, what).toEqual([]);
  });
}
