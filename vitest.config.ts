import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const nothingBuilt = ['**/node_modules/**', '**/.next/**']

const scenario = {
  setupFiles: ['./tools/vitest-setup.ts'],
  // The processes they start find what Node made of TypeScript before (`tools/bootstrap.mjs`): a start takes half the time.
  env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/node') },
  // Each file opens a database, sockets and processes of its own, and leaves no module state behind.
  isolate: false,
  testTimeout: 240_000,
  hookTimeout: 240_000,
  expect: { poll: { timeout: 60_000 } },
  // Each file has a database of its own and processes beside it; on two cores more than two at once would be slow enough to fail.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  // Cases that are concurrent wait for real time, not for the processor.
  maxConcurrency: 16,
}

/** Unit tests lie beside the code; scenario tests (real PostgreSQL, sockets, ptys, processes) in `<workspace>/tests`. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          // Pure code keeps no state of its own: loading every module anew for each file was more than half of the time.
          isolate: false,
          // Long enough for a busy machine; nothing waits for time to pass.
          testTimeout: 60_000,
          expect: { poll: { timeout: 50_000 } },
          setupFiles: ['./tools/vitest-setup.ts'],
          include: ['{packages,apps,tools,bench,e2e}/**/src/**/*.test.{ts,tsx}', 'tools/**/*.test.ts'],
          exclude: [...nothingBuilt, '**/tests/**'],
        },
      },
      {
        test: {
          ...scenario,
          name: 'scenario',
          include: ['{packages,apps,tools}/*/tests/**/*.test.ts', 'tools/tests/**/*.test.ts'],
          exclude: [...nothingBuilt, 'apps/agent/tests/**'],
        },
      },
      // Apart: they need no database and wait for lines and terminals most of their time, so `npm test` runs them beside the others.
      { test: { ...scenario, name: 'agents', include: ['apps/agent/tests/**/*.test.ts'], exclude: nothingBuilt } },
    ],
  },
})
