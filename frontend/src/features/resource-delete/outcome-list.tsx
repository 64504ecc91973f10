import { Status } from '@/components/ui/status';
import { objectId } from '@/lib/place';
import type { Outcome, Victim } from './use-deletion';

type Props = { victims: Victim[]; outcomes: ReadonlyMap<string, Outcome> };

function OutcomeWord({ outcome }: { outcome: Outcome | undefined }) {
  if (!outcome || outcome.state === 'waiting') return null;
  if (outcome.state === 'running') return <Status level="info">Deleting</Status>;
  return outcome.state === 'done' ? <Status level="ok">Deleted</Status> : <Status level="bad">Refused</Status>;
}

/** The objects that a deletion is about, and how it went for each. */
export function OutcomeList({ victims, outcomes }: Props) {
  return (
    <ul aria-label="Objects" className="max-h-64 divide-y overflow-y-auto rounded-lg border text-sm">
      {victims.map((victim) => {
        const outcome = outcomes.get(objectId(victim));
        return (
          <li key={objectId(victim)} className="flex flex-col gap-0.5 px-3 py-1.5">
            <div className="flex items-center justify-between gap-3">
              <span className="min-w-0 truncate">
                {victim.namespace && <span className="text-text-3">{victim.namespace} / </span>}
                {victim.name}
              </span>
              <OutcomeWord outcome={outcome} />
            </div>
            {outcome?.state === 'failed' && <p className="wrap-anywhere text-bad text-xs">{outcome.reason}</p>}
          </li>
        );
      })}
    </ul>
  );
}
