import { createHash } from 'node:crypto'
import { leafHash } from '@counterfoil/audit'
import { createInstallation, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  checkpointSigner,
  type EntryFormat,
  exportEntries,
  findLogOrigin,
  makeCheckpoint,
  recordAct,
} from '../src/audit/index.ts'
import { deriveHubKeys, registerHubKeys } from '../src/vault/index.ts'
import { ACT, hubContext, readLog, recordMany, sequenceAll } from './audit-log-bed.ts'

const keys = deriveHubKeys(new Uint8Array(32).fill(7))
let database: TestDatabase
let size: number

beforeAll(async () => {
  database = await openTestDatabase()
  await createInstallation(database.db)
  const ctx = hubContext(database.pool)
  await registerHubKeys(ctx, [keys])
  await recordMany(database.pool, 1_100)
  const origin = { address: '192.0.2.9', userAgent: '=1+1' }
  await recordAct({ ...ctx, origin }, database.pool, { ...ACT, target: { type: 'person', id: '=cmd()' } })
  await sequenceAll(database.pool)
  await makeCheckpoint(ctx, checkpointSigner((await findLogOrigin(ctx)) ?? '', keys.checkpoints))
  size = (await readLog(database)).entries.length
})
afterAll(() => database.close())

async function exported(format: EntryFormat) {
  const pieces: Uint8Array[] = []
  const told = await exportEntries(hubContext(database.pool), { format }, async (piece) => void pieces.push(piece))
  const file = Buffer.concat(pieces)
  expect(told).toMatchObject({ from: 0, to: size, entries: size, bytes: file.length })
  expect(told.sha256).toBe(createHash('sha256').update(file).digest('hex'))
  const { rows } = await database.pool.query(`select body from audit_entry where action = 'audit.exported' order by acted_at, id`)
  expect(JSON.parse(rows.at(-1)?.body.toString()).after).toEqual({ format, ...told })
  return file.toString()
}

it('JSON lines are the exact bytes the tree is made of, in its order', async () => {
  const lines = (await exported('jsonl')).trimEnd().split('\n')
  const { hashes } = await readLog(database)
  expect(lines.map((line) => leafHash(Buffer.from(line)).toString('hex'))).toEqual(hashes.map((hash) => hash.toString('hex')))
})

it('OCSF events carry the same bytes, and their places', async () => {
  const events = (await exported('ocsf'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const { hashes } = await readLog(database)
  expect(events.map(({ metadata }) => metadata.sequence)).toEqual(hashes.map((_, index) => index))
  expect(events.every(({ raw_data }, index) => hashes[index]?.equals(leafHash(Buffer.from(raw_data))))).toBe(true)
  expect(events.at(-1)).toMatchObject({ class_uid: 3001, src_endpoint: { ip: '192.0.2.9' } })
})

it('the table has one row an entry, and nothing in it that a spreadsheet would compute', async () => {
  const lines = (await exported('csv')).trimEnd().split('\r\n')
  expect(lines).toHaveLength(size + 1)
  expect(lines.at(-1)).toContain('person:=cmd()')
  expect(lines.flatMap((line) => line.split(',')).filter((cell) => /^[=+@-]/.test(cell))).toEqual([])
})
