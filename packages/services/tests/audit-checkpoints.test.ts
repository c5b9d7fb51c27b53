import { openCheckpoint, parseVerifierKey, verifyConsistency, verifyInclusion } from '@counterfoil/audit'
import { createInstallation, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  checkpointSigner,
  endSequencerLease,
  findLogIdentity,
  holdSequencerLease,
  makeCheckpoint,
  proveConsistency,
  proveInclusion,
} from '../src/audit/index.ts'
import { deriveHubKeys, registerHubKeys } from '../src/vault/index.ts'
import { hubContext, naiveRoot, readLog, recordMany, sequenceAll } from './audit-log-bed.ts'
import { newId, until } from './ingest-bed.ts'

const keys = deriveHubKeys(new Uint8Array(32).fill(7))
let database: TestDatabase
beforeEach(async () => {
  database = await openTestDatabase()
})
afterEach(() => database.close())

const signer = checkpointSigner('counterfoil/test', keys.checkpoints)
const at = (ms: number) => ({ pool: database.pool, now: () => new Date(ms) })

describe('a checkpoint', () => {
  it('is the log as it is, signed by the key whose name the key registry gives', async () => {
    await createInstallation(database.db)
    await registerHubKeys(hubContext(database.pool), [keys])
    const identity = await findLogIdentity(database)
    const origin = identity?.origin ?? ''
    await sequenceAll(database.pool)
    await recordMany(database.pool, 300)
    await sequenceAll(database.pool)
    const made = await makeCheckpoint(at(5_000), checkpointSigner(origin, keys.checkpoints))
    const logKey = parseVerifierKey(identity?.logKey ?? '')
    const opened = openCheckpoint(made?.note ?? '', { origin, logKey, trusted: [] })
    const { hashes } = await readLog(database)
    expect(opened).toMatchObject({ ok: true, checkpoint: { origin, size: BigInt(hashes.length) } })
    if (!opened.ok) return
    expect(naiveRoot(hashes).equals(opened.checkpoint.root)).toBe(true)
  })

  it('is told to whoever listens, once it stands', async () => {
    const listener = new pg.Client({ connectionString: database.url })
    await listener.connect()
    const heard: string[] = []
    listener.on('notification', ({ payload }) => heard.push(payload ?? ''))
    await listener.query('listen audit_checkpoint')
    await recordMany(database.pool, 5)
    await sequenceAll(database.pool)
    await makeCheckpoint(at(5_000), signer)
    await until(() => heard.length > 0)
    expect(heard).toEqual(['5'])
    await listener.end()
  })

  it('of an unchanged log may be signed again, and never one behind what was signed', async () => {
    await recordMany(database.pool, 5)
    await sequenceAll(database.pool)
    expect(await makeCheckpoint(at(5_000), signer)).toMatchObject({ size: 5n })
    // The same moment again: its own row all the same.
    expect(await makeCheckpoint(at(5_000), signer)).toMatchObject({ size: 5n })
    await database.owner.query('alter table audit_tree disable trigger user')
    await database.owner.query('update audit_tree set size = 4, frontier = substr(frontier, 1, 32)')
    expect(await makeCheckpoint(at(9_000), signer)).toBeNull()
    expect((await database.pool.query('select from audit_checkpoint')).rowCount).toBe(2)
  })
})

describe('a proof out of the database', () => {
  it('holds for every place and every earlier size', async () => {
    await recordMany(database.pool, 530)
    await sequenceAll(database.pool, 100)
    const { hashes } = await readLog(database)
    for (const size of [1, 2, 255, 256, 257, 513, 530]) {
      const root = naiveRoot(hashes.slice(0, size))
      for (const index of new Set([0, 1, 255, 256, 511, size - 1].filter((place) => place < size))) {
        const proof = await proveInclusion(database, BigInt(index), BigInt(size))
        const leaf = hashes[index] ?? Buffer.alloc(32)
        expect(verifyInclusion({ index: BigInt(index), size: BigInt(size), leaf, root, proof })).toEqual({ ok: true })
      }
      const toRoot = naiveRoot(hashes)
      const proof = await proveConsistency(database, BigInt(size), 530n)
      expect(verifyConsistency({ from: BigInt(size), to: 530n, fromRoot: root, toRoot, proof })).toEqual({ ok: true })
    }
  })
})

describe('the lease', () => {
  const node = (host: string) => ({ id: newId(), host })
  const actions = async () => {
    await sequenceAll(database.pool)
    const { entries } = await readLog(database)
    const { rows } = await database.owner.query('select id, action from audit_entry')
    return entries.map((id) => rows.find((row) => row.id === id)?.action)
  }

  it('is held by one, with a start and a stop in the log', async () => {
    const ctx = hubContext(database.pool)
    const [first, second] = [node('a'), node('b')]
    expect(await holdSequencerLease(ctx, first, 'o')).toBe(true)
    expect(await holdSequencerLease(ctx, second, 'o')).toBe(false)
    expect(await holdSequencerLease(ctx, first, 'o')).toBe(true)
    expect(await endSequencerLease(ctx, second, 'o')).toBe(false)
    expect(await endSequencerLease(ctx, first, 'o')).toBe(true)
    expect(await holdSequencerLease(ctx, second, 'o')).toBe(true)
    expect(await actions()).toEqual(['log.started', 'log.stopped', 'log.started'])
  })

  it('of one that was killed is taken over, and the log tells of the gap', async () => {
    const ctx = hubContext(database.pool)
    const [first, second, third] = [node('a'), node('b'), node('c')]
    await holdSequencerLease(ctx, first, 'o')
    await database.owner.query(`update audit_sequencer set seen_at = now() - interval '6 seconds'`)
    const took = await Promise.all([second, third].map((other) => holdSequencerLease(ctx, other, 'o')))
    expect(took.filter(Boolean)).toHaveLength(1)
    expect(await actions()).toEqual(['log.started', 'log.gap', 'log.started'])
    // Who was only slow finds that it is succeeded.
    expect(await holdSequencerLease(ctx, first, 'o')).toBe(false)
  })
})

describe.each(['audit_leaf', 'audit_tile', 'audit_checkpoint', 'audit_cosignature'])('%s', (table) => {
  it('can be added to, and by nobody changed', async () => {
    await recordMany(database.pool, 256)
    await sequenceAll(database.pool)
    await makeCheckpoint(at(5_000), signer)
    await database.pool.query(
      `insert into audit_cosignature select size, signed_at, 'agent/1', 'line', now() from audit_checkpoint`,
    )
    const column = { audit_leaf: 'idx', audit_tile: 'tile' }[table] ?? 'size'
    for (const sql of [`update ${table} set ${column} = ${column} + 1`, `delete from ${table}`, `truncate ${table} cascade`]) {
      await expect(database.pool.query(sql)).rejects.toThrow('permission denied')
      await expect(database.owner.query(sql)).rejects.toThrow('the record is insert-only')
    }
    expect((await database.owner.query(`select from ${table}`)).rowCount).toBeGreaterThan(0)
  })
})

it('the log cannot be made shorter, by nobody', async () => {
  await recordMany(database.pool, 3)
  await sequenceAll(database.pool)
  await expect(database.pool.query('update audit_tree set size = 2')).rejects.toThrow('cannot become one of 2')
  await expect(database.owner.query('update audit_tree set size = 2')).rejects.toThrow('cannot become one of 2')
  await expect(database.owner.query('delete from audit_tree')).rejects.toThrow('the record is insert-only')
  await expect(database.pool.query('delete from audit_tree')).rejects.toThrow('permission denied')
})
