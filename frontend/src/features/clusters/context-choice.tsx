import type { ContextOutput } from '@argus/sdk';
import { StatusIcon } from '@/components/ui/status';
import { cn } from '@/lib/class-name';

type Props = { contexts: ContextOutput[]; value: string | null; onChange: (name: string) => void };

/** The contexts of a kubeconfig; those that cannot be used say why. */
export function ContextChoice({ contexts, value, onChange }: Props) {
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium text-sm">Context</legend>
      <div className="max-h-52 overflow-y-auto rounded-md border border-line-strong">
        {contexts.map((context) => (
          <label
            key={context.name}
            className={cn(
              'flex items-start gap-2.5 border-b px-3 py-2 text-sm last:border-b-0',
              context.problem ? 'text-text-3' : 'hover:bg-hover',
            )}
          >
            <input
              type="radio"
              name="context"
              disabled={context.problem !== null}
              checked={value === context.name}
              onChange={() => onChange(context.name)}
              className="mt-0.5 size-4 accent-(--accent)"
            />
            <span className="min-w-0 flex-1">
              <span className="wrap-anywhere block font-medium">{context.name}</span>
              <span className="wrap-anywhere block text-text-3 text-xs">
                {context.server} · {context.user}
              </span>
              {context.problem && (
                <span className="wrap-anywhere mt-1 flex gap-1.5 text-warn text-xs">
                  <StatusIcon level="warn" className="mt-px" />
                  {context.problem}
                </span>
              )}
            </span>
            {context.current && <span className="text-text-3 text-xs">current</span>}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
