import { spawn } from 'node:child_process'
import { expect, it } from 'vitest'
import { ROOT } from '../stack/root.ts'

/**
 * The short of `npm run bench -- soak --minutes 60`: the same hub, agents and judgement, for as long as a test may take. It fails
 * when heap, handles or files grow from one third to the next, or when an event is missing; what an hour would show it does not.
 */
it('a hub that trades for two minutes holds at its end what it held before, and has every event', {
  timeout: 600_000,
}, async () => {
  const words = ['bench/main.ts', 'soak', '--seconds', '120', '--agents', '120', '--rate', '60']
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...words], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [told, said] = ['', '']
  child.stdout.on('data', (part: Buffer) => {
    told += part
  })
  child.stderr.on('data', (part: Buffer) => {
    said += part
  })
  const code = await new Promise((resolve) => child.once('close', resolve))
  expect(code, said).toBe(0)
  const found = JSON.parse(told)
  expect(found.heapMb).toHaveLength(12)
  expect(found.nothingLost.payments).toBeGreaterThan(4_000)
  expect(found.nothingLost.events).toBeGreaterThan(3 * found.nothingLost.payments)
})
