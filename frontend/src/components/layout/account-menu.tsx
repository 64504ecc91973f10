'use client';

import { logout } from '@argus/sdk';
import { Keyboard, LogOut, Moon } from 'lucide-react';
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from '@/components/ui/menu';
import { noteSignOut } from '@/lib/session-mark';
import { useSession } from '@/lib/session-store';
import { useUi } from '@/lib/ui-store';
import { AccountButton } from './header-button';

async function signOut() {
  // Even when the server cannot be asked, the page has to show the login: a full load drops everything in memory.
  await logout().catch(() => undefined);
  noteSignOut();
  window.location.assign('/login');
}

/** Who is signed in, and the way out; it begins open. */
export function AccountMenu({ onShortcuts }: { onShortcuts: () => void }) {
  const user = useSession((state) => state.user);
  const setTheme = useUi((state) => state.setTheme);
  const name = user?.name || user?.email || '';
  const toggleTheme = () => {
    const dark = getComputedStyle(document.documentElement).colorScheme;
    const isDark = dark === 'dark' || (dark !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches);
    setTheme(isDark ? 'light' : 'dark');
  };
  return (
    <Menu defaultOpen>
      <MenuTrigger asChild>
        <AccountButton />
      </MenuTrigger>
      <MenuContent align="end" className="w-60">
        <MenuLabel>
          <span className="block truncate font-medium text-sm text-text">{name}</span>
          {user && <span className="block truncate">{user.email}</span>}
          {user && <span className="block">{user.grants.map((grant) => grant.role).join(', ') || 'no role yet'}</span>}
        </MenuLabel>
        <MenuSeparator />
        <MenuItem onSelect={toggleTheme}>
          <Moon /> Switch theme
        </MenuItem>
        <MenuItem onSelect={onShortcuts} className="max-sm:hidden">
          <Keyboard /> Keyboard shortcuts
        </MenuItem>
        <MenuSeparator />
        <MenuItem onSelect={signOut}>
          <LogOut /> Sign out
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
