'use client';

import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { CopyButton } from '@/components/ui/copy-button';
import { type KubeObject, textAt, textsAt } from '@/lib/kube-object';
import { formatBytes } from '@/lib/quantity';
import { FactList } from './fact-list';
import { decodeValue } from './secret-value';

function SecretKey({ name, value }: { name: string; value: string }) {
  const [shown, setShown] = useState(false);
  const decoded = decodeValue(value);
  const text = decoded?.text ?? null;
  return (
    <li className="flex flex-col gap-1.5 px-4 py-2 text-sm">
      <div className="flex items-center gap-3">
        <span className="wrap-anywhere min-w-0 flex-1 font-mono text-xs">{name}</span>
        <span className="tabular shrink-0 text-text-3 text-xs">
          {decoded ? `${formatBytes(decoded.bytes)}B` : 'masked'}
        </span>
        {text !== null && <CopyButton text={text} label={`Copy the value of ${name}`} />}
        <Button
          variant="ghost"
          size="icon-sm"
          disabled={!decoded}
          aria-label={`${shown ? 'Hide' : 'Reveal'} the value of ${name}`}
          aria-expanded={shown}
          onClick={() => setShown(!shown)}
        >
          {shown ? <EyeOff /> : <Eye />}
        </Button>
      </div>
      {shown ? (
        <pre className="wrap-anywhere max-h-64 overflow-auto whitespace-pre-wrap rounded-md border bg-bg p-2 font-mono text-xs">
          {text ?? `Binary, as base64: ${value}`}
        </pre>
      ) : (
        <span aria-hidden className="text-text-3 tracking-widest">
          ••••••••
        </span>
      )}
    </li>
  );
}

/** A secret: its keys; a value appears only when it is asked for, one key at a time. */
export function SecretFacts({ object }: { object: KubeObject }) {
  const entries = Object.entries(textsAt(object, 'data')).sort(([a], [b]) => a.localeCompare(b));
  return (
    <>
      <Card title="Secret">
        <FactList
          facts={[
            { label: 'Type', value: textAt(object, 'type') },
            { label: 'Immutable', value: object.immutable === true ? 'Yes' : 'No' },
          ]}
        />
      </Card>
      <Card title="Keys" aside={entries.length}>
        <ul className="divide-y">
          {entries.map(([name, value]) => (
            <SecretKey key={name} name={name} value={value} />
          ))}
        </ul>
        {entries.length === 0 && <p className="px-4 py-3 text-sm text-text-3">This secret has no keys.</p>}
      </Card>
    </>
  );
}
