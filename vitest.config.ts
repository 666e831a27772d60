import { defineConfig } from 'vitest/config';

export const shared = {
  exclude: ['**/node_modules/**', 'dist/**'],
  globalSetup: ['tests/support/global-setup.ts'],
  reporters: ['default', './tests/support/skipped-reporter.ts'],
  pool: 'forks' as const,
  maxWorkers: 2,
  testTimeout: 60_000,
  hookTimeout: 120_000,
};

export default defineConfig({ test: { ...shared, include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'] } });
