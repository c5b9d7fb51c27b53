import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/** Installations that take minutes: `npm run test:long` runs them, `npm test` does not. The agent's is tools/tests/agent-packages.test.ts, which is in both. */
export default defineConfig({
  root: join(import.meta.dirname, '../..'),
  test: {
    include: ['e2e/install/**/*.test.ts'],
    setupFiles: ['./tools/vitest-setup.ts'],
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
})
