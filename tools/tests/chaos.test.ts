import { expect, it } from 'vitest'
import { startChild } from '../stack/child.ts'
import { ROOT } from '../stack/root.ts'

it('two minutes of killed, stopped, cut off and filled up processes lose nothing and charge nobody twice', async () => {
  const args = ['--disable-warning=ExperimentalWarning', 'tools/chaos/main.ts', '--minutes', '2', '--seed', '20001']
  const chaos = startChild(process.execPath, args, { cwd: ROOT, env: {} })
  try {
    await chaos.waitFor(/\d+ violations\n/, 900_000)
  } finally {
    await chaos.stop()
  }
  expect(chaos.output()).toMatch(/: 0 violations\n$/)
}, 1_000_000)
