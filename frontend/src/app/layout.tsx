import { GeistMono } from 'geist/font/mono';
import { GeistSans } from 'geist/font/sans';
import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { appearanceCookie, readAppearance } from '@/lib/appearance-cookie';
import { Providers } from './providers';
import './globals.css';

export const metadata: Metadata = { title: { default: 'Argus', template: '%s · Argus' } };
export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const appearance = readAppearance((await cookies()).get(appearanceCookie)?.value);
  return (
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`} {...appearance} suppressHydrationWarning>
      <body>
        <Providers>{children}</Providers>
      </body>
    </html>
  );
}
