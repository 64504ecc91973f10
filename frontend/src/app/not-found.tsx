import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState
        as="h1"
        title="There is no such page"
        action={
          <Button asChild>
            <Link href="/dashboard">Go to the overview</Link>
          </Button>
        }
      >
        The address may be mistyped, or what it named is gone.
      </EmptyState>
    </main>
  );
}
