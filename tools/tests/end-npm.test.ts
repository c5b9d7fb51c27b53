import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { startChild } from '../stack/child.ts'
import { freePort } from '../stack/free-port.ts'
import { ROOT } from '../stack/root.ts'

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })

it('ends what npm started when npm alone is told to end', async () => {
  const port = await freePort()
  const npm = startChild('npm', ['run', 'counterfoil', '--', 'simulate', 'zvt', '--tcp', String(port)], { cwd: ROOT, env: {} })
  try {
    await expect.poll(() => answers(port), { timeout: 30_000, interval: 200 }).toBe(true)
  } finally {
    npm.process.kill('SIGTERM')
  }
  await expect.poll(() => answers(port), { timeout: 60_000, interval: 200 }).toBe(false)
})
