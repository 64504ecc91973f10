import { Notice } from '@/components/ui/notice';
import type { Problem } from '@/lib/problem';

/** Why the cluster or Argus did not take a change, field by field where they say so. */
export function Refusal({ problem }: { problem: Problem }) {
  return (
    <Notice level="bad" title={problem.title}>
      <p>{problem.detail}</p>
      {problem.errors.length > 0 && (
        <ul className="mt-1 list-disc pl-4">
          {problem.errors.map(({ field, message }) => (
            <li key={field + message}>
              <code className="font-mono text-xs">{field}</code> {message}
            </li>
          ))}
        </ul>
      )}
      {problem.requestId && <p className="mt-1 text-text-3 text-xs">Request {problem.requestId}</p>}
    </Notice>
  );
}
