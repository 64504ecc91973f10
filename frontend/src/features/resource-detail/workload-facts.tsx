import { Age } from '@/components/ui/age';
import { Card } from '@/components/ui/card';
import { cn } from '@/lib/class-name';
import { at, isObject, type KubeObject, numberAt, objectsAt, textAt, textsAt } from '@/lib/kube-object';
import { type Fact, FactList } from './fact-list';
import { rolloutOf } from './rollout';

function strategy(object: KubeObject): string {
  const spec = at(object, 'spec', 'strategy') ?? at(object, 'spec', 'updateStrategy');
  const [surge, missing] = [textAt(spec, 'rollingUpdate', 'maxSurge'), textAt(spec, 'rollingUpdate', 'maxUnavailable')];
  const limits = [surge && `surge ${surge}`, missing && `unavailable ${missing}`].filter(Boolean).join(', ');
  return [textAt(spec, 'type'), limits && `(${limits})`].filter(Boolean).join(' ');
}

function Bar({ share, level }: { share: number; level: 'ok' | 'warn' }) {
  return (
    <div className="h-1.5 overflow-hidden rounded-full bg-line">
      <div
        style={{ width: `${Math.round(share * 100)}%` }}
        className={cn('h-full rounded-full transition-[width]', level === 'ok' ? 'bg-ok' : 'bg-warn')}
      />
    </div>
  );
}

function Rollout({ object }: { object: KubeObject }) {
  const { wanted, updated, ready, available, done, words } = rolloutOf(object);
  const numbers: [string, number][] = [
    ['wanted', wanted],
    ['updated', updated],
    ['ready', ready],
    ['available', available],
  ];
  return (
    <div className="flex flex-col gap-2.5 px-4 py-3">
      <div className="tabular flex flex-wrap gap-x-6 gap-y-1">
        {numbers.map(([label, count]) => (
          <span key={label} className="text-sm text-text-3">
            <span className={cn('mr-1 font-semibold text-lg', count < wanted ? 'text-warn' : 'text-text')}>
              {count}
            </span>
            {label}
          </span>
        ))}
      </div>
      <Bar share={wanted === 0 ? 1 : Math.min(1, ready / wanted)} level={done ? 'ok' : 'warn'} />
      <p className="text-sm text-text-2">{words}</p>
    </div>
  );
}

function jobFacts(object: KubeObject): Fact[] {
  const count = (name: string) => numberAt(object, 'status', name) ?? 0;
  return [
    { label: 'Completions', value: `${count('succeeded')} of ${numberAt(object, 'spec', 'completions') ?? 1}` },
    { label: 'Active', value: count('active') },
    count('failed') > 0 && { label: 'Failed', value: <span className="text-bad">{count('failed')}</span> },
    { label: 'Started', value: <Age time={textAt(object, 'status', 'startTime') || null} suffix=" ago" /> },
    { label: 'Finished', value: <Age time={textAt(object, 'status', 'completionTime') || null} suffix=" ago" /> },
  ];
}

function cronFacts(object: KubeObject): Fact[] {
  return [
    { label: 'Schedule', value: <code className="font-mono text-xs">{textAt(object, 'spec', 'schedule')}</code> },
    { label: 'Time zone', value: textAt(object, 'spec', 'timeZone') || 'of the controller' },
    { label: 'Suspended', value: at(object, 'spec', 'suspend') === true ? 'Yes' : 'No' },
    { label: 'Concurrency', value: textAt(object, 'spec', 'concurrencyPolicy') },
    { label: 'Last run', value: <Age time={textAt(object, 'status', 'lastScheduleTime') || null} suffix=" ago" /> },
    { label: 'Active jobs', value: objectsAt(object, 'status', 'active').length },
  ];
}

/** A workload: how far its rollout is, what it runs. */
export function WorkloadFacts({ object, resource }: { object: KubeObject; resource: string }) {
  const template =
    resource === 'cronjobs' ? at(object, 'spec', 'jobTemplate', 'spec', 'template') : at(object, 'spec', 'template');
  const images = objectsAt(template, 'spec', 'containers').map(
    (one) => `${textAt(one, 'name')}: ${textAt(one, 'image')}`,
  );
  const selector = Object.entries(textsAt(object, 'spec', 'selector', 'matchLabels')).map((pair) => pair.join('='));
  const own = resource === 'jobs' ? jobFacts(object) : resource === 'cronjobs' ? cronFacts(object) : [];
  const rolls = isObject(object.status) && own.length === 0;
  return (
    <Card title={rolls ? 'Rollout' : 'Runs'}>
      {rolls && <Rollout object={object} />}
      <FactList
        facts={[
          ...own,
          strategy(object) !== '' && { label: 'Strategy', value: strategy(object) },
          textAt(object, 'spec', 'serviceName') !== '' && {
            label: 'Service',
            value: textAt(object, 'spec', 'serviceName'),
          },
          selector.length > 0 && {
            label: 'Selector',
            value: <code className="font-mono text-xs">{selector.join(', ')}</code>,
          },
          {
            label: images.length === 1 ? 'Image' : 'Images',
            value: images.map((image) => (
              <code key={image} className="block font-mono text-xs">
                {image}
              </code>
            )),
          },
        ]}
      />
    </Card>
  );
}
