import { useState } from 'react';
import { CopyButton } from '@/components/ui/copy-button';
import { Notice } from '@/components/ui/notice';
import { useClock } from '@/lib/clock';
import { refusalOf } from './refusal';

/** Why the sign-in failed; a pause counts down. */
export function LoginRefusal({ error }: { error: unknown }) {
  const [since] = useState(() => Date.now());
  const { title, detail, requestId, waitSeconds } = refusalOf(error);
  const left = useClock((now) => Math.max(0, Math.ceil((waitSeconds ?? 0) - (now - since) / 1000)), 0);
  return (
    <Notice level="bad" title={title}>
      {detail}
      {waitSeconds !== null && (left > 0 ? ` Try again in ${left} s.` : ' You can try again now.')}
      {requestId && (
        <span className="mt-1 flex items-center gap-1 text-text-3 text-xs">
          Request <code className="font-mono">{requestId}</code>
          <CopyButton text={requestId} label="Copy request id" />
        </span>
      )}
    </Notice>
  );
}
