import type { Column } from '@argus/sdk';
import { Age } from '@/components/ui/age';
import { type CellValue, cellText, isEmpty, isMoment, parseCountSince } from './cell-value';

type Props = { type: Column['type']; value: CellValue | undefined };

/** One cell of a list, by its column's type. An empty one shows a dash in the third voice. */
export function Cell({ type, value }: Props) {
  if (isEmpty(value)) return <span className="text-text-3">–</span>;
  if (type === 'date' || (type === 'duration' && isMoment(value)))
    return <Age time={String(value)} className="text-text-2" />;
  const counted = type === 'count-since' ? parseCountSince(value) : null;
  if (counted) return <CountSince {...counted} />;
  const text = cellText(value);
  return (
    <span title={text} className={value === false ? 'text-text-3' : undefined}>
      {text}
    </span>
  );
}

function CountSince({ count, since }: { count: number; since: string | null }) {
  return (
    <span className={count === 0 ? 'text-text-2' : undefined}>
      {count}
      {since && (
        <span className="text-text-3">
          {' '}
          (<Age time={since} suffix=" ago" />)
        </span>
      )}
    </span>
  );
}
