'use client';

import { CloudOff, Lock, type LucideIcon, RotateCw, ServerCrash } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '@/lib/class-name';
import { type Problem, problemOf } from '@/lib/problem';
import { Button } from './button';
import { CopyButton } from './copy-button';

type Fault = { icon: LucideIcon; whose: string; advice: string };

function faultOf(problem: Problem): Fault {
  const cluster = problem.cluster ?? 'the cluster';
  if (problem.status === 403)
    return { icon: Lock, whose: 'Permission', advice: 'Someone who administers Argus can grant you the missing role.' };
  if (problem.status === 0) return { icon: CloudOff, whose: 'Connection', advice: '' };
  if (problem.status === 404)
    return {
      icon: ServerCrash,
      whose: 'Not found',
      advice: 'It may have been deleted, or you may not be allowed to see it.',
    };
  if (problem.code.startsWith('upstream'))
    return {
      icon: CloudOff,
      whose: `Cluster ${cluster}`,
      advice:
        'Argus works; it is the cluster that did not answer as asked. Check that it runs and that its credentials are current.',
    };
  if (problem.status < 500 && problem.status > 0) return { icon: ServerCrash, whose: 'Request', advice: '' };
  return {
    icon: ServerCrash,
    whose: 'Argus',
    advice: 'Trying again may help. If it does not, the request id finds this in the logs.',
  };
}

type Props = { what: string; error: unknown; onRetry?: () => void; action?: ReactNode; className?: string };

/** Says what failed, whose fault it is and what to do. Forbidden answers get their own words and no retry. */
export function ErrorState({ what, error, onRetry, action, className }: Props) {
  const problem = problemOf(error);
  const { icon: Icon, whose, advice } = faultOf(problem);
  const forbidden = problem.status === 403;
  return (
    <div role="alert" className={cn('mx-auto flex max-w-xl flex-col items-start gap-1 px-6 py-14', className)}>
      <div className="mb-1 flex items-center gap-2 text-text-3 text-xs">
        <Icon aria-hidden className="size-4" />
        {whose}
      </div>
      <p className="font-medium text-base">{forbidden ? `You may not see ${what}` : `Could not load ${what}`}</p>
      <p className="wrap-anywhere text-sm text-text-2">{problem.detail || problem.title}</p>
      {advice && <p className="text-sm text-text-3">{advice}</p>}
      <div className="mt-3 flex flex-wrap items-center gap-2">
        {onRetry && !forbidden && (
          <Button onClick={onRetry}>
            <RotateCw />
            Retry
          </Button>
        )}
        {action}
        {problem.requestId && (
          <span className="flex items-center gap-1 text-text-3 text-xs">
            Request <code className="font-mono">{problem.requestId}</code>
            <CopyButton text={problem.requestId} label="Copy request id" />
          </span>
        )}
      </div>
    </div>
  );
}
