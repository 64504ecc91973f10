import { getOnboardingManifestOptions } from '@argus/sdk/query';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { CopyButton } from '@/components/ui/copy-button';
import { ErrorState } from '@/components/ui/error-state';
import { Select } from '@/components/ui/select';
import { Skeleton } from '@/components/ui/skeleton';

type Rights = 'view' | 'edit' | 'admin';
const rightsOf: [Rights, string][] = [
  ['view', 'See everything but Secrets'],
  ['edit', 'See and change workloads'],
  ['admin', 'Everything'],
];

/** How to connect a cluster whose kubeconfig runs a program to sign in (EKS, GKE, AKS). */
export function OnboardingHelp() {
  const [rights, setRights] = useState<Rights>('view');
  const { data, error, refetch } = useQuery({
    ...getOnboardingManifestOptions({ query: { rights } }),
    staleTime: Infinity,
  });
  return (
    <div className="flex flex-col gap-3 text-sm">
      <p className="text-text-2">
        A kubeconfig of EKS, GKE or AKS signs in by running a program, which Argus never does with an uploaded file.
        Give Argus an account of its own instead: apply the manifest with your own kubectl, then run the command and
        paste what it prints.
      </p>
      <label htmlFor="rights" className="flex items-center gap-3">
        <span className="shrink-0 text-text-2">Argus may</span>
        <Select
          id="rights"
          value={rights}
          onChange={(event) => setRights(rightsOf[event.target.selectedIndex]?.[0] ?? 'view')}
          className="flex-1"
        >
          {rightsOf.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      </label>
      {error && <ErrorState what="the manifest" error={error} onRetry={() => refetch()} className="py-2" />}
      {!data && !error && <Skeleton className="h-32 w-full" />}
      {data && <Code title="argus.yaml" text={data.manifest} className="max-h-48" />}
      {data && <Code title="Command" text={data.command} className="max-h-32" />}
    </div>
  );
}

function Code({ title, text, className }: { title: string; text: string; className: string }) {
  return (
    <div className="overflow-hidden rounded-md border">
      <div className="flex h-8 items-center justify-between border-b pr-0.5 pl-3 text-text-3 text-xs">
        {title}
        <CopyButton text={text} label={`Copy ${title}`} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and a keyboard has to reach what scrolls */}
      <pre tabIndex={0} className={`overflow-auto bg-bg px-3 py-2 font-mono text-xs ${className}`}>
        {text}
      </pre>
    </div>
  );
}
