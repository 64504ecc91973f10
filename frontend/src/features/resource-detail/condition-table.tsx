import { Age } from '@/components/ui/age';
import { Card } from '@/components/ui/card';
import { Status } from '@/components/ui/status';
import { type KubeObject, objectsAt, textAt } from '@/lib/kube-object';
import type { Level } from '@/lib/level';

/** Conditions whose being true is bad news. */
const negative =
  /pressure|unavailable|failure|failed|stalled|degraded|disruptiontarget|deletionfailed|progressdeadline/i;

export function conditionLevel(type: string, status: string, reason: string): Level {
  if (reason === 'PodCompleted') return 'idle';
  if (status === 'Unknown') return 'warn';
  if (status === 'True') return negative.test(type) ? 'bad' : 'ok';
  return negative.test(type) ? 'ok' : 'warn';
}

/** An object's conditions as the cluster states them. */
export function ConditionTable({ object }: { object: KubeObject }) {
  const conditions = objectsAt(object, 'status', 'conditions');
  if (conditions.length === 0) return null;
  return (
    <Card title="Conditions" aside={conditions.length}>
      <ul className="divide-y text-sm">
        {conditions.map((condition) => {
          const type = textAt(condition, 'type');
          const status = textAt(condition, 'status');
          const since = textAt(condition, 'lastTransitionTime') || null;
          return (
            <li key={type} className="px-4 py-2">
              <div className="flex items-center gap-3">
                <Status level={conditionLevel(type, status, textAt(condition, 'reason'))} className="min-w-0 flex-1">
                  {`${type}: ${status}`}
                </Status>
                {textAt(condition, 'reason') && (
                  <span className="min-w-0 truncate text-text-2">{textAt(condition, 'reason')}</span>
                )}
                {since && <Age time={since} className="tabular shrink-0 text-text-3" />}
              </div>
              {textAt(condition, 'message') && (
                <p className="wrap-anywhere mt-0.5 pl-5 text-text-3 text-xs">{textAt(condition, 'message')}</p>
              )}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
