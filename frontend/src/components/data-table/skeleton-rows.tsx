import { Skeleton } from '@/components/ui/skeleton';

type Props = { count: number; template: string; columns: number; phone: boolean };

const widths = ['62%', '48%', '70%', '40%', '55%'];

/** Rows of the real layout while the first page is on its way. */
export function SkeletonRows({ count, template, columns, phone }: Props) {
  return (
    <div aria-hidden>
      {Array.from({ length: count }, (_, row) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never move
          key={row}
          style={phone ? { height: 56 } : { gridTemplateColumns: template, height: 'var(--row)' }}
          className={
            phone ? 'flex flex-col justify-center gap-2 border-b px-4' : 'grid items-center border-b pr-2 sm:pl-3'
          }
        >
          {Array.from({ length: phone ? 2 : columns }, (_, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <div key={column} className={phone ? '' : 'px-3'}>
              <Skeleton style={{ width: widths[(row + column * 2) % widths.length] }} />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
