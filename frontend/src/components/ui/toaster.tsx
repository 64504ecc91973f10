'use client';

import { X } from 'lucide-react';
import { type Toast, useToasts } from '@/lib/toast-store';
import { Button } from './button';
import { StatusIcon } from './status';

function ToastCard({ toast }: { toast: Toast }) {
  const remove = useToasts((state) => state.remove);
  const close = () => remove(toast.id);
  return (
    <li className="flex animate-enter items-start gap-2.5 rounded-lg border bg-raised py-2.5 pr-2 pl-3 shadow-raised">
      <StatusIcon level={toast.level} className="mt-0.5 size-4" />
      <div className="min-w-0 flex-1 text-sm">
        <div className="font-medium">{toast.title}</div>
        {toast.detail && <div className="wrap-anywhere mt-0.5 text-text-2">{toast.detail}</div>}
        {toast.action && (
          <Button
            size="sm"
            className="mt-2"
            onClick={() => {
              toast.action?.run();
              close();
            }}
          >
            {toast.action.label}
          </Button>
        )}
      </div>
      <Button variant="ghost" size="icon-sm" aria-label="Dismiss" className="-my-1" onClick={close}>
        <X />
      </Button>
    </li>
  );
}

/** The corner where toasts appear; the page has one. */
export function Toaster() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <section
      aria-label="Messages"
      aria-live="polite"
      className="pointer-events-none fixed right-4 bottom-4 z-60 w-[min(380px,calc(100vw-2rem))]"
    >
      <ol className="pointer-events-auto flex flex-col gap-2">
        {toasts.map((toast) => (
          <ToastCard key={toast.id} toast={toast} />
        ))}
      </ol>
    </section>
  );
}
