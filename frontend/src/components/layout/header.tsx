'use client';

import { PanelLeft, Search } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Kbd } from '@/components/ui/kbd';
import { Breadcrumbs } from './breadcrumbs';
import { Connection } from './connection';
import { AccountButton, AppearanceButton } from './header-button';
import { OnDemand } from './on-demand';

const loadAppearance = () => import('./appearance-menu').then((module) => module.AppearanceMenu);
const loadAccount = () => import('./account-menu').then((module) => module.AccountMenu);

type Props = { onMenu: () => void; onSearch: () => void; onShortcuts: () => void };

/** The bar above everything: where one is, search, and whether the page is live. */
export function Header({ onMenu, onSearch, onShortcuts }: Props) {
  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-b bg-surface pr-3 pl-2">
      <Button variant="ghost" size="icon" aria-label="Menu" onClick={onMenu}>
        <PanelLeft />
      </Button>
      <Breadcrumbs />
      <button
        type="button"
        onClick={onSearch}
        className="flex h-8 shrink-0 items-center gap-2 rounded-md border border-line-strong px-2 text-sm text-text-3 transition-colors hover:bg-hover lg:w-56"
        aria-label="Search"
      >
        <Search aria-hidden className="size-4" />
        <span className="flex-1 text-left max-lg:hidden">Search…</span>
        <Kbd keys="mod+k" className="max-lg:hidden" />
      </button>
      <Connection />
      <div className="max-sm:hidden">
        <OnDemand load={loadAppearance} props={{}} trigger={(press) => <AppearanceButton onClick={press} />} />
      </div>
      <OnDemand load={loadAccount} props={{ onShortcuts }} trigger={(press) => <AccountButton onClick={press} />} />
    </header>
  );
}
