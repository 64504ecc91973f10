import { Contrast } from 'lucide-react';
import type { ComponentProps } from 'react';
import { Button } from '@/components/ui/button';
import { useSession } from '@/lib/session-store';

/** Opens theme and density. */
export function AppearanceButton(props: ComponentProps<'button'>) {
  return (
    <Button variant="ghost" size="icon" aria-label="Appearance" aria-haspopup="menu" {...props}>
      <Contrast />
    </Button>
  );
}

function initials(name: string): string {
  const [first, second] = name.split(/[\s.@_-]+/).filter(Boolean);
  return ((first?.[0] ?? '') + (second?.[0] ?? '')).toUpperCase();
}

/** Opens the menu of who is signed in. */
export function AccountButton(props: ComponentProps<'button'>) {
  const user = useSession((state) => state.user);
  return (
    <button
      type="button"
      aria-label="User menu"
      aria-haspopup="menu"
      className="grid size-8 shrink-0 place-content-center rounded-full border border-line-strong bg-bg font-medium text-text-2 text-xs hover:bg-hover"
      {...props}
    >
      {initials(user?.name || user?.email || '')}
    </button>
  );
}
