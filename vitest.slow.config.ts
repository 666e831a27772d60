import { defineConfig } from 'vitest/config';
import { shared } from './vitest.config.ts';

/** Proofs that take minutes: run by CI and on demand. */
export default defineConfig({
  test: { ...shared, include: ['tests/**/*.slow.ts'], testTimeout: 2_400_000 },
});
