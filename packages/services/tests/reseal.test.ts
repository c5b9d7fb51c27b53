import { randomUUID } from 'node:crypto'
import { openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { contentPurpose, raiseCardAlarm } from '../src/card-alarms/index.ts'
import type { ServiceContext } from '../src/context.ts'
import {
  countSealed,
  createOpener,
  createSealer,
  deriveHubKeys,
  registerHubKeys,
  resealAll,
  sealedPlaces,
} from '../src/vault/index.ts'
import { newId } from './ingest-bed.ts'

const keysOf = (fill: number) => deriveHubKeys(new Uint8Array(32).fill(fill))
const [first, second, third] = [keysOf(1), keysOf(2), keysOf(3)]
const openerOf = (...keys: readonly (typeof first)[]) => createOpener(keys.map(({ vault }) => vault.privateKey))
const textOf = (index: number) => `found 4761 7390 0101 0010 in note ${index}`

let database: TestDatabase
let ctx: ServiceContext
beforeEach(async () => {
  database = await openTestDatabase()
  const actor = { kind: 'system', name: 'hub' } as const
  ctx = { db: database.db, pool: database.pool, actor, now: () => new Date(Date.UTC(2026, 10, 27, 12)), newId }
  await registerHubKeys(ctx, [first])
})
afterEach(() => database.close())

/** Seals so many for a key, as an alarm does with what it has found. */
async function sealSome(count: number, keys = first): Promise<void> {
  const sealer = createSealer(keys.vault.publicKey)
  for (let index = 0; index < count; index += 1) {
    await raiseCardAlarm({ ...ctx, sealer }, database.pool, {
      place: `note ${keys.vault.id} ${index}`,
      source: { kind: 'person', id: 'p' },
      storeId: null,
      agentId: null,
      terminalId: null,
      till: null,
      numbers: [],
      count: 1,
      content: { what: 'input', exact: textOf(index) },
    })
  }
}

const rows = async () =>
  (await database.pool.query<{ id: string; sealed: Buffer }>('select id::text as id, sealed from card_alarm_content order by id'))
    .rows
const read = async (opener = openerOf(second)) =>
  (await rows()).map(({ id, sealed }) => new TextDecoder().decode(opener.open(contentPurpose(id), sealed)))
const expected = (count: number) => Array.from({ length: count }, (_, index) => textOf(index))

describe('after a rotation', () => {
  it('everything is sealed for the new key, so that the old one can be dropped, and each batch is recorded', async () => {
    await sealSome(25)
    await registerHubKeys(ctx, [second, first])
    const done = await resealAll(ctx, openerOf(second, first), { batch: 10 })
    expect(done).toEqual({ keyId: second.vault.id, resealed: 25, left: new Map() })
    expect((await read(openerOf(second))).sort()).toEqual(expected(25).sort())
    expect(await countSealed(ctx)).toEqual(new Map([[second.vault.id, 25]]))
    const { rows: acts } = await database.pool.query(
      `select body from audit_entry where action = 'key.resealed' order by recorded_at, id`,
    )
    expect(acts.map(({ body }) => JSON.parse(body.toString()).after.rows)).toEqual([10, 10, 5])
    expect((await resealAll(ctx, openerOf(second))).resealed).toBe(0)
  })

  it('a hub killed half-way leaves every row readable, and the next one goes on where it was', async () => {
    await sealSome(30)
    await registerHubKeys(ctx, [second, first])
    const opener = openerOf(second, first)
    let opened = 0
    // The connection is cut by the server, as when a process dies: in the middle of the third batch.
    const dying = {
      open(purpose: string, sealed: Uint8Array) {
        opened += 1
        if (opened === 25) throw new Error('killed')
        return opener.open(purpose, sealed)
      },
    }
    await expect(resealAll(ctx, dying, { batch: 10 })).rejects.toThrow('killed')
    expect(await countSealed(ctx)).toEqual(
      new Map([
        [first.vault.id, 10],
        [second.vault.id, 20],
      ]),
    )
    expect((await read(opener)).sort()).toEqual(expected(30).sort())
    expect(await resealAll(ctx, opener, { batch: 10 })).toEqual({ keyId: second.vault.id, resealed: 10, left: new Map() })
    expect((await read()).sort()).toEqual(expected(30).sort())
  })

  it('a connection the server ends in the middle of a batch undoes that batch only', async () => {
    await sealSome(20)
    await registerHubKeys(ctx, [second, first])
    await database.owner.query(`create function die() returns trigger language plpgsql as $$ begin
        if (select count(*) from card_alarm_content where substr(sealed, 5, 8) = substr(new.sealed, 5, 8)) >= 10
        then perform pg_terminate_backend(pg_backend_pid()); end if; return new; end $$;
      create trigger zz_die before update on card_alarm_content for each row execute function die()`)
    await expect(resealAll(ctx, openerOf(second, first), { batch: 10 })).rejects.toThrow()
    await database.owner.query('drop trigger zz_die on card_alarm_content')
    expect([...(await countSealed(ctx)).values()]).toEqual([10, 10])
    expect((await resealAll(ctx, openerOf(second, first), { batch: 10 })).resealed).toBe(10)
    expect((await read()).sort()).toEqual(expected(20).sort())
  })

  it('several hubs at once do each row once', async () => {
    await sealSome(40)
    await registerHubKeys(ctx, [second, first])
    const all = await Promise.all([1, 2, 3, 4].map(() => resealAll(ctx, openerOf(second, first), { batch: 7 })))
    await resealAll(ctx, openerOf(second, first))
    expect(all.reduce((sum, { resealed }) => sum + resealed, 0)).toBeLessThanOrEqual(40)
    expect((await read()).sort()).toEqual(expected(40).sort())
  })

  it('what was sealed for a key that is gone stays, is counted, and keeps nothing else back', async () => {
    await sealSome(3, third)
    await sealSome(3)
    await registerHubKeys(ctx, [second, first])
    const done = await resealAll(ctx, openerOf(second, first), { batch: 2 })
    expect(done).toEqual({ keyId: second.vault.id, resealed: 3, left: new Map([[third.vault.id, 3]]) })
  })
})

describe('what is sealed', () => {
  it('is changed no other way, not by the application and not by the owner', async () => {
    await sealSome(1)
    const [row] = await rows()
    const sealedAnew = (keys: typeof first, text = textOf(0)) =>
      Buffer.from(createSealer(keys.vault.publicKey).seal(contentPurpose(row?.id ?? ''), new TextEncoder().encode(text)))
    const put = (sealed: Buffer, pool = database.pool) => pool.query('update card_alarm_content set sealed = $1', [sealed])
    // The key in use has sealed it already.
    await expect(put(sealedAnew(first))).rejects.toThrow('sealed anew for the key in use')
    await registerHubKeys(ctx, [second, first])
    for (const pool of [database.pool, database.owner]) {
      await expect(put(sealedAnew(third), pool)).rejects.toThrow('sealed anew for the key in use')
      await expect(put(sealedAnew(second, 'another text'), pool)).rejects.toThrow('sealed anew for the key in use')
      await expect(put(Buffer.alloc(0), pool)).rejects.toThrow('sealed anew for the key in use')
    }
    await expect(database.owner.query('delete from card_alarm_content')).rejects.toThrow('insert-only')
    await expect(database.owner.query(`update card_alarm_content set id = $1`, [randomUUID()])).rejects.toThrow('sealed anew')
    await expect(database.pool.query(`update card_alarm_content set what = 'batch'`)).rejects.toThrow('permission denied')
    await put(sealedAnew(second))
  })

  it('stands in the tables that are resealed, and in no other', async () => {
    const { rows: columns } = await database.owner.query<{ table: string }>(
      `select table_name as table from information_schema.columns where table_schema = 'public' and column_name ~ 'sealed' order by 1`,
    )
    expect(columns.map(({ table }) => table)).toEqual(sealedPlaces.map(({ table }) => table).sort())
  })
})
