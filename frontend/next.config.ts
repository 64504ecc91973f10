import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NextConfig } from 'next';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);

// The generated SDK lives beside this folder, so the repository is the root that Turbopack and tracing may read.
const config: NextConfig = {
  output: 'standalone',
  outputFileTracingRoot: root,
  turbopack: {
    root,
    resolveAlias: { '@tanstack/react-query': './node_modules/@tanstack/react-query' },
  },
  distDir: process.env.ARGUS_NEXT_DIR ?? '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  // `/api/x/` belongs to the backend and must reach it as it was sent.
  skipTrailingSlashRedirect: true,
  experimental: {
    // A followed log may be silent for long: the backend ends what has to end, not this hop.
    proxyTimeout: 3_600_000,
  },
};

export default config;
