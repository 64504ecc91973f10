import type { ReactNode } from 'react';
import { Shell } from '@/components/layout/shell';
import { SessionOver } from '@/features/login/session-over';

export default function ShellLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <Shell>{children}</Shell>
      <SessionOver />
    </>
  );
}
