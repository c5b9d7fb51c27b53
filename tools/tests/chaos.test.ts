import { expect, it } from 'vitest'
import { FAULT_KINDS } from '../chaos/schedule.ts'
import { startChild } from '../stack/child.ts'
import { ROOT } from '../stack/root.ts'

it('a minute of killed, stopped, cut off and filled up processes loses nothing and charges nobody twice', async () => {
  // The seed deals every kind of fault within its minute.
  const args = ['--disable-warning=ExperimentalWarning', 'tools/chaos/main.ts', '--minutes', '1', '--seed', '20001']
  const chaos = startChild(process.execPath, args, { cwd: ROOT, env: {} })
  try {
    await chaos.waitFor(/\d+ violations\n/, 900_000)
  } finally {
    await chaos.stop()
  }
  const words = (kind: string) => new RegExp(`^ .* s  ${kind.replace(/^(hub|host|program|line|disk) /, '$1 \\d ')}(,|$)`, 'm')
  expect(FAULT_KINDS.filter((kind) => !words(kind).test(chaos.output()))).toEqual([])
  expect(chaos.output()).toMatch(/: 0 violations\n$/)
}, 1_000_000)
