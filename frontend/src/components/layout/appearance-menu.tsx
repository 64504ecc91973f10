'use client';

import {
  Menu,
  MenuContent,
  MenuLabel,
  MenuRadioGroup,
  MenuRadioItem,
  MenuSeparator,
  MenuTrigger,
} from '@/components/ui/menu';
import { type Density, type Theme, useUi } from '@/lib/ui-store';
import { AppearanceButton } from './header-button';

const themes: [Theme, string][] = [
  ['system', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];
const densities: [Density, string][] = [
  ['normal', 'Normal rows'],
  ['compact', 'Compact rows'],
];

/** Theme and density; it begins open. */
export function AppearanceMenu() {
  const { theme, setTheme, density, setDensity } = useUi();
  return (
    <Menu defaultOpen>
      <MenuTrigger asChild>
        <AppearanceButton />
      </MenuTrigger>
      <MenuContent align="end">
        <MenuLabel>Theme</MenuLabel>
        <MenuRadioGroup value={theme} onValueChange={(value) => setTheme(value as Theme)}>
          {themes.map(([value, label]) => (
            <MenuRadioItem key={value} value={value}>
              {label}
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
        <MenuSeparator />
        <MenuRadioGroup value={density} onValueChange={(value) => setDensity(value as Density)}>
          {densities.map(([value, label]) => (
            <MenuRadioItem key={value} value={value}>
              {label}
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
      </MenuContent>
    </Menu>
  );
}
