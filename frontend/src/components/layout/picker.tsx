'use client';

import type { ComponentProps, ReactNode } from 'react';
import { cn } from '@/lib/class-name';
import { OnDemand } from './on-demand';

export type PickerOption = { id: string; label: string; icon?: ReactNode };

export type PickerProps = {
  label: string;
  options: PickerOption[];
  value: string;
  onChoose: (id: string) => void;
  className?: string;
  /** The button's content. */
  children: ReactNode;
};

/** The button of a picker. */
export function PickerButton({ className, ...rest }: ComponentProps<'button'>) {
  return (
    <button
      type="button"
      className={cn(
        'flex h-8 min-w-0 items-center gap-2 rounded-md border border-line-strong px-2 text-sm transition-colors hover:bg-hover',
        className,
      )}
      {...rest}
    />
  );
}

const load = () => import('./picker-panel').then((module) => module.PickerPanel);

/** A button that opens a list of choices, with a filter where there are many. */
export function Picker(props: PickerProps) {
  const { label, className, children } = props;
  return (
    <OnDemand
      load={load}
      props={props}
      trigger={(press, busy) => (
        <PickerButton aria-label={label} aria-haspopup="dialog" aria-busy={busy} className={className} onClick={press}>
          {children}
        </PickerButton>
      )}
    />
  );
}
