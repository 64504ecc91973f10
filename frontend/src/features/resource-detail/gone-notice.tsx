import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { StatusIcon } from '@/components/ui/status';

/** The object was deleted while its page was open; what is shown is its last state. */
export function GoneNotice({ list }: { list: string }) {
  return (
    <div
      role="status"
      className="flex min-h-10 flex-wrap items-center gap-2 border-b bg-surface px-4 py-1.5 text-sm sm:px-6"
    >
      <StatusIcon level="idle" />
      <span className="flex-1">This object was deleted. You see its last state.</span>
      <Button asChild size="sm">
        <Link href={list}>Back to the list</Link>
      </Button>
    </div>
  );
}
