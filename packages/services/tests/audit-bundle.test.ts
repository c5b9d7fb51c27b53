import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBundle, parseVerifierKey, verifyBundle } from '@counterfoil/audit'
import { createInstallation, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkpointSigner, erasePersonal, exportBundle, findLogIdentity, makeCheckpoint, recordAct } from '../src/audit/index.ts'
import { deriveHubKeys, type HubKeys, registerHubKeys } from '../src/vault/index.ts'
import { ACT, hubContext, recordMany, sequenceAll } from './audit-log-bed.ts'

const keys = deriveHubKeys(new Uint8Array(32).fill(9))
let database: TestDatabase
let folder: string
let origin: string
let logKey: string

beforeAll(async () => {
  database = await openTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'counterfoil-bundle-'))
  await createInstallation(database.db)
  const ctx = hubContext(database.pool)
  await registerHubKeys(ctx, [keys])
  const identity = await findLogIdentity(database)
  origin = identity?.origin ?? ''
  logKey = identity?.logKey ?? ''
  await recordMany(database.pool, 400)
  await sign()
  // Silence, signed.
  await sign()
  for (let turn = 0; turn < 20; turn += 1)
    await recordAct(ctx, database.pool, { ...ACT, personal: { email: `p${turn}@chain.example`, note: '=1+1 “quoted”' } })
  await recordMany(database.pool, 700)
  await sign()
})
afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true })
})

async function sign(by = keys): Promise<boolean> {
  await sequenceAll(database.pool)
  return (await makeCheckpoint(hubContext(database.pool), checkpointSigner(origin, by.checkpoints))) !== null
}

async function exported(name: string, range: { from?: number; to?: number }) {
  const pieces: Uint8Array[] = []
  const told = await exportBundle(hubContext(database.pool), range, async (piece) => void pieces.push(piece))
  const path = join(folder, name)
  await writeFile(path, Buffer.concat(pieces))
  return { told, path }
}

async function verified(path: string, key = logKey) {
  const source = await openBundle(path)
  try {
    return await verifyBundle(source, { trust: { origin, logKey: parseVerifierKey(key) } })
  } finally {
    await source.close()
  }
}

describe('a bundle', () => {
  it('of the whole log is sound to the verifier, with its personal values, and the log tells that it was taken', async () => {
    const { told, path } = await exported('all.zip', {})
    const report = await verified(path)
    expect(report.findings).toEqual([])
    expect(report).toMatchObject({ verdict: 'sound', from: 0, to: told.to, entries: told.entries, personalValues: 40 })
    const { rows } = await database.pool.query(`select body from audit_entry where action = 'audit.exported'`)
    expect(rows.map(({ body }) => JSON.parse(body.toString()).after)).toEqual([{ ...told }])
  })

  it('of a part begins anywhere and ends with a checkpoint', async () => {
    const { told, path } = await exported('part.zip', { from: 299, to: 350 })
    expect(told).toMatchObject({ from: 299 })
    expect(told.to).toBeGreaterThanOrEqual(400)
    expect(await verified(path)).toMatchObject({ verdict: 'sound', entries: told.to - 299, checkpoints: 2 })
    await expect(exported('none.zip', { from: 100_000 })).rejects.toMatchObject({ code: 'invalid' })
    await expect(exported('none.zip', { to: 100_000 })).rejects.toMatchObject({ code: 'invalid' })
  })

  it('without a value that was erased is sound, and another value in its place is not', async () => {
    await database.pool.query(`delete from audit_personal where name = 'email' and value like 'p1%'`)
    expect(await verified((await exported('erased.zip', {})).path)).toMatchObject({ verdict: 'sound', personalValues: 29 })
    await database.owner.query('alter table audit_personal disable trigger user')
    await database.owner.query(`update audit_personal set value = 'other' where name = 'email' and value like 'p2@%'`)
    expect((await verified((await exported('other.zip', {})).path)).verdict).toBe('changed')
    await database.owner.query(`update audit_personal set value = 'p2@chain.example' where value = 'other'`)
  })

  it('after values were erased by a person is sound, and names the entry that authorised each', async () => {
    const as = (id: string) => ({
      db: database.db,
      ...hubContext(database.pool),
      actor: { kind: 'user', id, sessionId: 's', reach: { kind: 'chain' }, factors: ['password', 'totp'] } as const,
    })
    const person = { type: 'person', id: 'p-gone' }
    const personal = { email: 'gone@chain.example' }
    for (const action of ['person.disabled', 'person.enabled'] as const)
      await recordAct({ ...as('admin'), origin: { address: '192.0.2.1' } }, database.pool, { action, target: person, personal })
    await recordAct({ ...as('p-gone'), origin: { address: '192.0.2.8' } }, database.pool, {
      ...ACT,
      personal: { email: 'other' },
    })
    const one = await database.pool.query<{ id: string }>(
      `select entry_id as id from audit_personal where name = 'email' and value = 'p5@chain.example'`,
    )
    expect(await erasePersonal(as('admin'), { of: { person: 'p-gone' }, why: 'asked by letter' })).toEqual({ entries: 3 })
    expect(await erasePersonal(as('admin'), { of: { entry: one.rows[0]?.id ?? '' }, why: 'typed by mistake' })).toEqual({
      entries: 1,
    })
    await expect(erasePersonal(as('admin'), { of: { person: 'p-gone' }, why: 'again' })).rejects.toMatchObject({
      code: 'not_found',
    })
    const left = await database.pool.query(
      `select value from audit_personal where value in ('192.0.2.1', '192.0.2.8', 'gone@chain.example', 'other')`,
    )
    expect(left.rows.map(({ value }) => value).sort()).toEqual(['192.0.2.1', '192.0.2.1', 'other'])
    await sign()
    const report = await verified((await exported('by-a-person.zip', {})).path)
    expect(report).toMatchObject({ verdict: 'sound', findings: [] })
    const { rows } = await database.pool.query<{ idx: number }>(
      `select l.idx::int4 as idx from audit_leaf l join audit_entry e on e.id = l.entry_id where e.action = 'personal.erased' order by l.idx`,
    )
    expect(rows).toHaveLength(2)
    const told = report.remarks.filter(({ kind }) => kind === 'erased').map(({ text }) => text)
    for (const [at, count] of [3, 1].entries())
      expect(told.filter((text) => text.endsWith(`entry ${rows[at]?.idx} authorised it.`))).toHaveLength(count)
  })

  it('across a renewed hub secret is sound to whoever knows the first key or the new one; without the former secret nobody vouches', async () => {
    const ctx = hubContext(database.pool)
    const [renewed, alone] = [21, 22].map((byte) => deriveHubKeys(new Uint8Array(32).fill(byte))) as [HubKeys, HubKeys]
    await registerHubKeys(ctx, [renewed, keys])
    // Neither the former key, nor the new one before its entry has its place.
    expect(await makeCheckpoint(ctx, checkpointSigner(origin, keys.checkpoints))).toBe(null)
    expect(await makeCheckpoint(ctx, checkpointSigner(origin, renewed.checkpoints))).toBe(null)
    expect(await sign(keys)).toBe(false)
    expect(await sign(renewed)).toBe(true)
    const known = [logKey, (await findLogIdentity(database))?.logKey ?? '']
    const { told, path } = await exported('renewed.zip', {})
    for (const key of known) {
      const report = await verified(path, key)
      expect(report).toMatchObject({ verdict: 'sound', to: told.to, findings: [] })
      expect(report.remarks.some(({ kind, text }) => kind === 'keys' && text.includes('on the word of the key before it'))).toBe(
        true,
      )
    }
    await recordMany(database.pool, 1)
    expect(await sign(renewed)).toBe(true)
    const after = await exported('after.zip', { from: told.to })
    expect(await verified(after.path, known[1])).toMatchObject({ verdict: 'sound' })

    await registerHubKeys(ctx, [alone])
    expect(await sign(alone)).toBe(true)
    const torn = await exported('torn.zip', {})
    for (const key of known) expect(await verified(torn.path, key)).toMatchObject({ verdict: 'bad_signature', exitCode: 5 })
    expect(await verified((await exported('before.zip', { to: told.to })).path)).toMatchObject({ verdict: 'sound' })
  })

  it('of a log whose owner changed an entry names it', async () => {
    await database.owner.query('alter table audit_entry disable trigger user')
    await database.owner.query(
      `update audit_entry set body = convert_to(replace(convert_from(body, 'UTF8'), '"done"', '"lost"'), 'UTF8')
       where id = (select entry_id from audit_leaf where idx = 123)`,
    )
    const report = await verified((await exported('changed.zip', { to: 400 })).path)
    expect(report).toMatchObject({ verdict: 'changed', exitCode: 2 })
    expect(report.findings.some(({ index }) => index === 123)).toBe(true)
  })
})
