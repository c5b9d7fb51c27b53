import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { createIdMaker } from '@counterfoil/services'
import { contentPurpose, raiseCardAlarm } from '@counterfoil/services/card-alarms'
import {
  countSealed,
  createOpener,
  createSealer,
  deriveHubKeys,
  formatHubSecret,
  registerHubKeys,
} from '@counterfoil/services/vault'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const MAIN = join(import.meta.dirname, '../src/main.ts')
const secretOf = (fill: number) => new Uint8Array(32).fill(fill)
const [first, second] = [1, 2].map((fill) => deriveHubKeys(secretOf(fill))) as [HubKeys, HubKeys]
type HubKeys = ReturnType<typeof deriveHubKeys>
const ROWS = 1_000

let database: TestDatabase
let folder: string
beforeAll(async () => {
  database = await openTestDatabase()
  folder = mkdtempSync(join(tmpdir(), 'counterfoil-reseal-'))
  const newId = createIdMaker({ nowMs: Date.now, fillRandom: (bytes) => crypto.getRandomValues(bytes) })
  const ctx = { pool: database.pool, now: () => new Date(), newId, actor: { kind: 'system', name: 'hub' } as const }
  await registerHubKeys(ctx, [first])
  const sealer = createSealer(first.vault.publicKey)
  for (let index = 0; index < ROWS; index += 1) {
    await raiseCardAlarm({ ...ctx, sealer }, database.pool, {
      place: 'payment.note',
      source: { kind: 'person', id: 'p' },
      storeId: null,
      agentId: null,
      terminalId: null,
      till: null,
      numbers: [],
      count: 1,
      content: { what: 'input', exact: `found ${index}` },
    })
  }
  await registerHubKeys(ctx, [second, first])
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await database.close()
})

/** The program as it is run on a server, with these secrets in its file. */
function start(secrets: readonly number[]): ChildProcess {
  const file = join(folder, 'hub-key')
  writeFileSync(file, `${secrets.map((fill) => formatHubSecret(secretOf(fill))).join('\n')}\n`, { mode: 0o600 })
  const env = { ...process.env, DATABASE_URL: database.url, HUB_KEY_FILE: file }
  return spawn(process.execPath, [MAIN, 'keys', 'reseal'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
}
async function reseal(...secrets: readonly number[]): Promise<{ code: number; said: string }> {
  const running = start(secrets)
  let said = ''
  for (const stream of [running.stdout, running.stderr]) stream?.on('data', (chunk) => (said += chunk))
  const [code] = await once(running, 'close')
  return { code, said }
}
const sealedFor = async ({ vault }: HubKeys) => (await countSealed(database)).get(vault.id) ?? 0

describe('counterfoil keys reseal', () => {
  it('killed half-way leaves everything readable, and said again goes on', async () => {
    const running = start([2, 1])
    while ((await sealedFor(second)) === 0) await new Promise((resolve) => setImmediate(resolve))
    running.kill('SIGKILL')
    await once(running, 'close')
    const [done, left] = [await sealedFor(second), await sealedFor(first)]
    expect(done + left).toBe(ROWS)
    expect(left, 'it was killed too late to tell anything').toBeGreaterThan(0)
    await readable(second, first)
    const { code, said } = await reseal(2, 1)
    expect(said).toContain(`${left} sealed anew for the key ${second.vault.id}.`)
    expect(said).toContain('the lines after the first may be taken away')
    expect(code).toBe(0)
    // Without the former secret.
    await readable(second)
    expect(await reseal(2)).toMatchObject({ code: 0 })
  })

  it('does nothing with secrets the hubs do not use', async () => {
    const { code, said } = await reseal(1, 2)
    expect(code).not.toBe(0)
    expect(said).toContain('restart them')
    expect(await sealedFor(second)).toBe(ROWS)
  })
})

async function readable(...keys: readonly HubKeys[]): Promise<void> {
  const opener = createOpener(keys.map(({ vault }) => vault.privateKey))
  const { rows } = await database.pool.query<{ id: string; sealed: Buffer }>(
    'select id::text as id, sealed from card_alarm_content',
  )
  const read = rows.map(({ id, sealed }) => new TextDecoder().decode(opener.open(contentPurpose(id), sealed)))
  expect(new Set(read)).toEqual(new Set(Array.from({ length: ROWS }, (_, index) => `found ${index}`)))
}
