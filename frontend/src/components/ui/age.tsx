import { formatAge, formatMoment } from '@/lib/age';
import { useClock } from '@/lib/clock';

type Props = { time: string | null | undefined; suffix?: string; className?: string };

/** How long ago something was, ticking, with the exact time on hover. Nothing known shows as a dash. */
export function Age({ time, suffix = '', className }: Props) {
  const at = time ? Date.parse(time) : Number.NaN;
  const text = useClock((now) => (Number.isNaN(at) ? '–' : formatAge(now - at) + suffix), '–');
  if (Number.isNaN(at)) return <span className={className}>–</span>;
  return (
    <time dateTime={time ?? undefined} title={formatMoment(at)} className={className} suppressHydrationWarning>
      {text}
    </time>
  );
}
