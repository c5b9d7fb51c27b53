import { openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ServiceContext } from '../src/context.ts'
import { createOpener, deriveHubKeys, findSealer, findUsedSecrets, registerHubKeys } from '../src/vault/index.ts'
import { newId } from './ingest-bed.ts'

const keysOf = (fill: number) => deriveHubKeys(new Uint8Array(32).fill(fill))
const [first, second] = [keysOf(1), keysOf(2)]
const plain = new TextEncoder().encode('secret')

let database: TestDatabase
let ctx: ServiceContext
beforeAll(async () => {
  database = await openTestDatabase()
  ctx = {
    db: database.db,
    pool: database.pool,
    actor: { kind: 'system', name: 'hub' },
    now: () => new Date(Date.UTC(2026, 10, 27, 12)),
    newId,
  }
})
afterAll(() => database.close())

const acts = async () => {
  const { rows } = await database.pool.query(
    `select target_id from audit_entry where action = 'key.registered' order by recorded_at, id`,
  )
  return rows.map((row) => row.target_id)
}

describe('the hub’s public keys', () => {
  it('are missed before the hub has ever started', async () => {
    await expect(findSealer(ctx)).rejects.toMatchObject({ code: 'unavailable', reason: 'no_vault_key' })
    expect(await findUsedSecrets(ctx)).toEqual({ hub: null, dashboard: null })
  })

  it('are written down and recorded once, however many hubs start at once', async () => {
    const registered = await Promise.all([1, 2, 3, 4].map(() => registerHubKeys(ctx, [first])))
    expect(registered.flatMap(({ changed }) => changed)).toEqual(['vault', 'commands', 'checkpoints'])
    expect(await acts()).toEqual([
      `vault/${first.vault.id}`,
      `commands/${first.commands.id}`,
      `checkpoints/${first.checkpoints.id}`,
    ])
  })

  it('let the dashboard seal what only the hub opens', async () => {
    const sealed = (await findSealer(ctx)).seal('card_alarm/1', plain)
    expect(createOpener([first.vault.privateKey]).open('card_alarm/1', sealed)).toEqual(plain)
  })

  it('give way to new ones, also within the same millisecond, and what was sealed before still opens', async () => {
    const before = (await findSealer(ctx)).seal('a', plain)
    expect(await registerHubKeys(ctx, [second, first])).toMatchObject({ missingVaultKey: null })
    const sealer = await findSealer(ctx)
    expect(sealer.keyId).toBe(second.vault.id)
    expect(await findUsedSecrets(ctx)).toEqual({ hub: second.vault.id, dashboard: null })
    const opener = createOpener([second, first].map(({ vault }) => vault.privateKey))
    expect(opener.open('a', before)).toEqual(plain)
    expect(opener.open('a', sealer.seal('a', plain))).toEqual(plain)
  })

  it('tell a hub that comes with an older key and without the newer', async () => {
    expect(await registerHubKeys(ctx, [first])).toMatchObject({ missingVaultKey: second.vault.id })
    expect((await findSealer(ctx)).keyId).toBe(first.vault.id)
    expect(await registerHubKeys(ctx, [first])).toEqual({ changed: [], missingVaultKey: null })
  })

  it('cannot be changed or taken away by the application', async () => {
    for (const sql of [`update server_key set public_key = sha256('x')`, 'delete from server_key'])
      await expect(database.pool.query(sql)).rejects.toThrow('permission denied')
  })
})
