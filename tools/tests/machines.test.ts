import { expect, it } from 'vitest'
import { startChild } from '../stack/child.ts'
import { ROOT } from '../stack/root.ts'

it('two hubs, two dashboards, a replica, Redis and the database are killed while stores sell: pages say what is missing, nothing is lost', async () => {
  // Half of everything at once, then the other half, then the database; one after the other is `npm run test:long`'s.
  const args = [
    '--disable-warning=ExperimentalWarning',
    'tools/chaos/machines/main.ts',
    '--halves',
    '--payments',
    '4',
    '--seed',
    '20047',
  ]
  const machines = startChild(process.execPath, args, { cwd: ROOT, env: {} })
  try {
    await machines.waitFor(/\d+ violations\n/, 900_000)
  } finally {
    await machines.stop()
  }
  expect(machines.output()).toMatch(/^7 kills, .*: 0 violations\n/m)
}, 1_000_000)
