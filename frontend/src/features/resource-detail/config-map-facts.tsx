'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { CopyButton } from '@/components/ui/copy-button';
import { type KubeObject, textsAt } from '@/lib/kube-object';

const tall = 14;

function ConfigKey({ name, value }: { name: string; value: string }) {
  const [all, setAll] = useState(false);
  const lines = value.split('\n');
  const cut = lines.length > tall && !all;
  return (
    <li className="px-4 py-2">
      <div className="flex items-center gap-2">
        <span className="wrap-anywhere min-w-0 flex-1 font-mono text-text-2 text-xs">{name}</span>
        <CopyButton text={value} label={`Copy the value of ${name}`} />
      </div>
      <pre className="wrap-anywhere mt-1 max-h-[60dvh] overflow-auto whitespace-pre-wrap rounded-md border bg-bg p-2 font-mono text-xs">
        {cut ? lines.slice(0, tall).join('\n') : value || ' '}
      </pre>
      {lines.length > tall && (
        <Button size="sm" variant="ghost" className="mt-1" onClick={() => setAll(!all)}>
          {cut ? `Show all ${lines.length} lines` : 'Show less'}
        </Button>
      )}
    </li>
  );
}

/** A config map: each key with its text. */
export function ConfigMapFacts({ object }: { object: KubeObject }) {
  const data = Object.entries(textsAt(object, 'data')).sort(([a], [b]) => a.localeCompare(b));
  const binary = Object.keys(textsAt(object, 'binaryData'));
  return (
    <Card title="Data" aside={data.length + binary.length}>
      <ul className="divide-y">
        {data.map(([name, value]) => (
          <ConfigKey key={name} name={name} value={value} />
        ))}
        {binary.map((name) => (
          <li key={name} className="flex gap-3 px-4 py-2 text-sm">
            <span className="font-mono text-xs">{name}</span>
            <span className="text-text-3">binary</span>
          </li>
        ))}
      </ul>
      {data.length + binary.length === 0 && <p className="px-4 py-3 text-sm text-text-3">This config map is empty.</p>}
    </Card>
  );
}
