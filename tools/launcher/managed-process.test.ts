import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ManagedProcess } from './managed-process.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'counterfoil-process-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('a managed process', () => {
  it('is started again when it was killed, tells its new number, and ends when asked', async () => {
    const pids: (number | undefined)[] = []
    const args = ['-e', 'setInterval(() => {}, 1000)']
    const spec = { name: 'hub', command: process.execPath, args, cwd: folder, env: {}, logFile: join(folder, 'hub.log') }
    const said: string[] = []
    const managed = new ManagedProcess(spec, (line) => said.push(line))
    const again = new Promise<void>((resolve) =>
      managed.start(() => {
        pids.push(managed.pid)
        if (pids.length === 2) resolve()
      }),
    )
    process.kill(pids[0] as number, 'SIGKILL')
    await again
    expect(pids[1]).not.toBe(pids[0])
    expect(said).toEqual([`hub ended (SIGKILL); starting it again. Log: ${spec.logFile}`])
    await managed.stop()
    expect(() => process.kill(pids[1] as number, 0)).toThrow('ESRCH')
  })

  it('is given its own secret, and none the launcher was started with', async () => {
    vi.stubEnv('HUB_KEY', 'the hub’s')
    vi.stubEnv('AUTH_SECRET', 'of somebody else')
    const told = join(folder, 'told.json')
    const script = `require('fs').writeFileSync('${told}', JSON.stringify(process.env)); setInterval(() => {}, 1000)`
    const env = { AUTH_SECRET: 'its own' }
    const managed = new ManagedProcess(
      { name: 'dashboard', command: process.execPath, args: ['-e', script], cwd: folder, env, logFile: join(folder, 'log') },
      () => {},
    )
    managed.start(() => {})
    await vi.waitUntil(() => readWhole(told) !== null, { timeout: 30_000 })
    const given = readWhole(told)
    await managed.stop()
    vi.unstubAllEnvs()
    expect(given?.AUTH_SECRET).toBe('its own')
    expect(given?.PATH).toBe(process.env.PATH)
    expect(given).not.toHaveProperty('HUB_KEY')
  })
})

function readWhole(file: string): NodeJS.ProcessEnv | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}
