import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@\/(.*)$/, replacement: `${at('./src')}/$1` },
      { find: /^@argus\/sdk$/, replacement: at('../openapi/sdk/typescript/src/index.ts') },
      { find: '@argus/sdk/query', replacement: at('../openapi/sdk/typescript/src/@tanstack/react-query.gen.ts') },
      { find: /^@argus\/sdk\/(.*)$/, replacement: `${at('../openapi/sdk/typescript/src')}/$1` },
    ],
    dedupe: ['@tanstack/react-query', 'react', 'react-dom'],
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['./vitest.setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    restoreMocks: true,
    coverage: { include: ['src/**'] },
  },
});
