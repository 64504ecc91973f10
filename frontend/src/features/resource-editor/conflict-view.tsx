import { useMemo } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import type { KubeObject } from '@/lib/kube-object';
import { DiffView } from './diff-view';
import { diffLines } from './line-diff';
import { mergeThreeWay } from './three-way';
import { readable, toYaml } from './yaml-text';

type Props = {
  base: KubeObject;
  mine: KubeObject;
  theirs: KubeObject;
  onTakeTheirs: () => void;
  onKeepMine: () => void;
  onMerge: () => void;
};

function clashWords(clashes: string[]): string {
  if (clashes.length === 0) return 'The two changes touch different fields, so both can stand.';
  const shown = clashes.slice(0, 4).join(', ');
  const more = clashes.length > 4 ? ` and ${clashes.length - 4} more` : '';
  return `Both changed ${shown}${more}; keeping yours overwrites those.`;
}

/** Someone else was quicker: what they changed, what you changed, and the three ways on. */
export function ConflictView({ base, mine, theirs, onTakeTheirs, onKeepMine, onMerge }: Props) {
  const { theirDiff, myDiff, clashes } = useMemo(() => {
    const [was, now, wanted] = [base, theirs, mine].map(readable);
    const before = toYaml(was);
    return {
      theirDiff: diffLines(before, toYaml(now)),
      myDiff: diffLines(before, toYaml(wanted)),
      clashes: mergeThreeWay(was, wanted, now).clashes.filter((path) => !path.endsWith('resourceVersion')),
    };
  }, [base, mine, theirs]);
  return (
    <section aria-label="Conflict" className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto">
      <Notice level="warn" title="It was changed by someone else while you edited it">
        {clashWords(clashes)} Nothing has been applied yet.
      </Notice>
      <div className="grid items-start gap-3 lg:grid-cols-2">
        <DiffView diff={theirDiff} label="What they changed" />
        <DiffView diff={myDiff} label="What you changed" />
      </div>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onTakeTheirs}>Take theirs, drop mine</Button>
        <Button onClick={onMerge}>Merge by hand</Button>
        <Button variant="primary" onClick={onKeepMine}>
          Keep mine on top
        </Button>
      </div>
    </section>
  );
}
