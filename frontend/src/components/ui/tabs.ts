/** The row of tabs. Tabs are links or buttons of their own, with `data-state="active"` on the one that is open. */
export const tabListLook = 'flex gap-4 overflow-x-auto border-b [scrollbar-width:none]';
export const tabLook =
  '-mb-px flex h-9 shrink-0 items-center gap-1.5 border-transparent border-b-2 text-sm text-text-2 transition-colors hover:text-text focus-visible:outline-offset-[-2px] data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-text';
