import { type ReactNode, useId } from 'react';

type Wiring = { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true };
type Props = { label: string; hint?: ReactNode; error?: string | null; children: (wiring: Wiring) => ReactNode };

/** A labelled control with its hint or its error; spread the given attributes onto the control. */
export function Field({ label, hint, error, children }: Props) {
  const id = useId();
  const note = error || hint;
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      {children({ id, 'aria-describedby': note ? `${id}-note` : undefined, 'aria-invalid': error ? true : undefined })}
      {note && (
        <div
          id={`${id}-note`}
          role={error ? 'alert' : undefined}
          className={error ? 'text-bad text-xs' : 'text-text-3 text-xs'}
        >
          {note}
        </div>
      )}
    </div>
  );
}
