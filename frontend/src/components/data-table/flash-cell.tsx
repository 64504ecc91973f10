import { type ReactNode, useState } from 'react';

type Props = { value: string | number | boolean | null | undefined; children: ReactNode };

/** Flashes once, quietly, when its value changes while it is on the screen. */
export function FlashCell({ value, children }: Props) {
  const [seen, setSeen] = useState({ value, version: 0 });
  if (seen.value !== value) setSeen({ value, version: seen.version + 1 });
  return (
    <span
      key={seen.version}
      data-flash={seen.version > 0 || undefined}
      className={seen.version > 0 ? 'min-w-0 animate-flash truncate rounded-sm' : 'min-w-0 truncate'}
    >
      {children}
    </span>
  );
}
