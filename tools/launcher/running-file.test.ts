import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { endLeftovers, holdFolder, writeRunning } from './running-file.ts'

const url = 'postgresql://a@127.0.0.1/one'
let folder: string
let children: ChildProcess[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'counterfoil-running-'))
  children = []
})
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

async function sleeper(databaseUrl: string): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1000)', 'next', 'counterfoil'], {
    detached: true,
    env: { DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  children.push(child)
  await once(child.stdout, 'data')
  if (child.pid === undefined) throw new Error('not started')
  return child.pid
}
/** A process that has ended but was not waited for yet runs no more. */
function isRunning(pid: number): boolean {
  const state = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim()
  return state !== '' && !state.startsWith('Z')
}
const note = (pids: readonly number[]) =>
  writeRunning(folder, {
    launcherPid: process.pid,
    databaseUrl: url,
    origin: 'http://localhost:3000',
    processes: pids.map((pid) => ({ name: 'hub', pid })),
  })

describe('a data folder', () => {
  it('has one launcher at a time, and says where the other is', () => {
    const release = holdFolder(folder)
    note([])
    expect(() => holdFolder(folder)).toThrow(`process ${process.pid}): http://localhost:3000`)
    release()
    expect(holdFolder(folder)).toBeTypeOf('function')
  })

  it('gives up what a killed launcher left, and never a stranger with the same number', async () => {
    const [ours, stranger] = [await sleeper(url), await sleeper('postgresql://a@127.0.0.1/two')]
    note([ours, stranger])
    const said: string[] = []
    const ended = once(children[0] as ChildProcess, 'exit')
    await endLeftovers(folder, (line) => said.push(line))
    expect(isRunning(ours)).toBe(false)
    expect((await ended)[1]).toBe('SIGKILL')
    expect(children[1]?.exitCode).toBeNull()
    expect(children[1]?.signalCode).toBeNull()
    expect(said).toHaveLength(1)
  })

  it.each(['', '{', 'null', '{}', '{"processes":1}'])('opens though running.json says %j', async (text) => {
    writeFileSync(join(folder, 'running.json'), text)
    await expect(endLeftovers(folder, () => {})).resolves.toBeUndefined()
  })
})
