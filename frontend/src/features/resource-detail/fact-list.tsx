import type { ReactNode } from 'react';

export type Fact = { label: string; value: ReactNode } | null | false;

/** Names and values in two columns; facts that are missing are left out by giving null. */
export function FactList({ facts }: { facts: Fact[] }) {
  return (
    <dl className="grid grid-cols-[minmax(96px,auto)_minmax(0,1fr)] gap-x-5 gap-y-1.5 px-4 py-3 text-sm">
      {facts.map(
        (fact) =>
          fact && (
            <div key={fact.label} className="contents">
              <dt className="text-text-3">{fact.label}</dt>
              <dd className="wrap-anywhere tabular min-w-0">{fact.value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
