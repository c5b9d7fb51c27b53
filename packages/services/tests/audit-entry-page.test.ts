import { createHash } from 'node:crypto'
import {
  leafHash,
  openCheckpoint,
  parseVerifierKey,
  verifyConsistency,
  verifyInclusion,
  verifyProvedEntries,
} from '@counterfoil/audit'
import { createInstallation } from '@counterfoil/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type AuditFilter,
  checkpointSigner,
  exportAuditEntries,
  exportEntryProof,
  exportProvedEntries,
  findLogIdentity,
  getAuditEntry,
  getAuditIntegrity,
  listAuditEntries,
  listAuditViews,
  makeCheckpoint,
  proveAuditEntry,
  recordAct,
  removeAuditView,
  saveAuditView,
} from '../src/audit/index.ts'
import type { Reach } from '../src/permissions/index.ts'
import { deriveHubKeys, registerHubKeys } from '../src/vault/index.ts'
import { hubContext, recordMany, sequenceAll } from './audit-log-bed.ts'
import { openPeopleBed, type PeopleBed } from './people-bed.ts'

const keys = deriveHubKeys(new Uint8Array(32).fill(5))
const request = '0198c0de-0000-7000-8000-0000000000aa'
const first = '0198c0de-0000-7000-8000-0000000000b1'
const second = '0198c0de-0000-7000-8000-0000000000b2'
let bed: PeopleBed
let auditor: string
let admin: string

beforeAll(async () => {
  bed = await openPeopleBed()
  const { pool, db } = bed.database
  await createInstallation(db)
  await registerHubKeys(hubContext(pool), [keys])
  auditor = await bed.addPerson({ name: 'Auditor' })
  admin = await bed.addPerson({ name: 'Ada Lovelace', role: 'administrator' })
  await recordMany(pool, 300)
  const as = (id: string) => ({ ...bed.as(admin), requestId: request, newId: () => id })
  await recordAct(as(first), pool, {
    action: 'person.access_changed',
    target: { type: 'person', id: auditor },
    before: { role: 'auditor' },
    after: { role: 'finance' },
    personal: { email: 'x@chain.example', note: 'to be erased' },
  })
  await recordAct(as(second), pool, { action: 'session.ended', target: { type: 'session', id: '=1+1' } })
  await sign()
})
afterAll(() => bed?.close())

async function sign(): Promise<void> {
  const { pool } = bed.database
  await sequenceAll(pool)
  const identity = await findLogIdentity({ pool })
  await makeCheckpoint(hubContext(pool), checkpointSigner(identity?.origin ?? '', keys.checkpoints))
}
const bytes = (text: string | null) => Buffer.from(text ?? '', 'base64')

describe('an entry', () => {
  it('comes with its bytes, its neighbours and a proof that holds without the server', async () => {
    const { row, body, sameRequest, around, proof } = await getAuditEntry(bed.as(auditor), { id: first })
    expect(row).toMatchObject({ id: first, action: 'person.access_changed', actor: { name: 'Ada Lovelace' } })
    expect(JSON.parse(bytes(body).toString())).toMatchObject({ id: first, request, before: { role: 'auditor' } })
    expect(sameRequest.map(({ id }) => id)).toEqual([second])
    expect(around.map(({ id }) => id)).toContain(second)
    const logKey = parseVerifierKey(proof.logKey ?? '')
    const opened = openCheckpoint(proof.checkpoint?.note ?? '', { origin: proof.origin, logKey, trusted: [] })
    if (!opened.ok) throw new Error(opened.why)
    const { size, root } = opened.checkpoint
    const claim = { index: BigInt(proof.index ?? -1), size, root, proof: (proof.path ?? []).map(bytes) }
    expect(size).toBeGreaterThan(256n)
    expect(verifyInclusion({ ...claim, leaf: leafHash(bytes(body)) })).toEqual({ ok: true })
  })

  it('says of an erased value that it was erased', async () => {
    await bed.database.owner.query(`delete from audit_personal where entry_id = $1 and name = 'note'`, [first])
    const { personal } = await getAuditEntry(bed.as(auditor), { id: first })
    expect(personal.find(({ name }) => name === 'note')).toEqual({ name: 'note', value: null, salt: null })
    expect(personal.find(({ name }) => name === 'email')).toMatchObject({ value: 'x@chain.example' })
  })

  it('that is not covered yet has no path, and one that is shows that the log only grew', async () => {
    const before = (await proveAuditEntry(bed.as(auditor), { id: first })).checkpoint?.size ?? 0
    const { question } = await listAuditEntries(bed.as(auditor), { filter: {} })
    expect(await proveAuditEntry(bed.as(auditor), { id: question })).toMatchObject({ index: null, path: null })
    const old = (await bed.database.pool.query('select root from audit_checkpoint where size = $1', [before])).rows[0].root
    await sign()
    const { grown, checkpoint } = await proveAuditEntry(bed.as(auditor), { id: question, since: before })
    const now = (await bed.database.pool.query('select root from audit_checkpoint where size = $1', [checkpoint?.size])).rows[0]
      .root
    const sizes = { from: BigInt(before), to: BigInt(checkpoint?.size ?? 0) }
    const proof = (grown?.path ?? []).map(bytes)
    expect(verifyConsistency({ ...sizes, fromRoot: old, toRoot: now, proof })).toEqual({ ok: true })
  })

  it('that is read is recorded, and one that is not there is not', async () => {
    const reads = async () =>
      (
        await bed.database.pool.query(
          `select target_id as id from audit_entry where action = 'audit.read' and target_type = 'audit_entry'`,
        )
      ).rows
    const before = (await reads()).length
    await expect(getAuditEntry(bed.as(auditor), { id: request })).rejects.toMatchObject({ code: 'not_found' })
    expect(await reads()).toHaveLength(before)
    await getAuditEntry(bed.as(auditor), { id: second })
    expect((await reads()).filter(({ id }) => id === second)).toHaveLength(1)
  })
})

describe('an entry’s proof as a file', () => {
  it('holds the proof and the exact bytes, and its hash is in the record', async () => {
    const { index } = await proveAuditEntry(bed.as(auditor), { id: first })
    const { fileName, content } = await exportEntryProof(bed.as(auditor), { id: first })
    expect(fileName).toBe(`counterfoil-entry-${index}.zip`)
    const zip = bytes(content)
    const recorded = (await bed.database.pool.query('select body from audit_entry where id = $1', [first])).rows[0].body
    expect(zip.includes(recorded)).toBe(true)
    expect(zip.includes(`c2sp.org/tlog-proof@v1\nindex ${index}\n`)).toBe(true)
    const [entry] = (await bed.acts(first)).filter(({ action }) => action === 'audit.exported')
    const sha256 = createHash('sha256').update(zip).digest('hex')
    expect(entry).toMatchObject({ actor: auditor, body: { pci: ['10.2.1.3'], after: { index, sha256 } } })
  })

  it('is not made before a checkpoint covers the entry', async () => {
    const id = '0198c0de-0000-7000-8000-0000000000b3'
    const act = { action: 'token.revoked', target: { type: 'token', id: 'x' } } as const
    await recordAct({ ...bed.as(admin), newId: () => id }, bed.database.pool, act)
    await expect(exportEntryProof(bed.as(auditor), { id })).rejects.toMatchObject({ code: 'unavailable' })
  })
})

describe('a file of a search', () => {
  it('holds no formula, and its hash is in the record', async () => {
    const { text, rows, cut } = await exportAuditEntries(bed.as(auditor), { filter: { action: 'session.ended' } })
    expect([rows, cut]).toEqual([1, false])
    expect(text).toContain(`,'=1+1,`)
    const [entry] = await bed.acts('csv')
    expect(entry).toMatchObject({ action: 'audit.exported', body: { after: { filter: { action: 'session.ended' }, rows: 1 } } })
  })
})

describe('a file of a search with proofs', () => {
  async function exported(filter: AuditFilter, most?: number) {
    const pieces: Uint8Array[] = []
    const head = await exportProvedEntries(bed.as(auditor), { filter }, async (piece) => void pieces.push(piece), most)
    return { head, bytes: Buffer.concat(pieces) }
  }
  const verify = (content: Buffer, trust = {}) =>
    verifyProvedEntries(
      (async function* () {
        yield content
      })(),
      { trust },
    )

  it('holds without the server, in the order of the log, and its hash is in the record', async () => {
    const { head, bytes: content } = await exported({ action: 'person.disabled' })
    expect(head).toMatchObject({ entries: 300, cut: false, notCovered: 0 })
    const logKey = parseVerifierKey(head.logKey)
    expect(await verify(content, { logKey })).toMatchObject({ verdict: 'sound', exitCode: 0, entries: 300, findings: [] })
    const entries = (await bed.acts('proved_entries')).at(-1)
    const sha256 = createHash('sha256').update(content).digest('hex')
    expect(entries).toMatchObject({ action: 'audit.exported', body: { after: { rows: 300, sha256 } } })
  })

  it('tells when it is cut, keeps the newest, and counts what no checkpoint covers', async () => {
    const { head, bytes: content } = await exported({}, 5)
    expect(head.cut).toBe(true)
    expect(head.entries + head.notCovered).toBe(5)
    expect(head.notCovered).toBeGreaterThan(0)
    expect(await verify(content)).toMatchObject({ verdict: 'sound', entries: head.entries })
  })

  it('names the entry that was changed, and says when lines are gone or put in', async () => {
    const text = (await exported({ action: 'person.disabled' })).bytes.toString()
    const lines = text.trimEnd().split('\n')
    const { index } = JSON.parse(lines[7] ?? '')
    const other = (change: (all: string[]) => unknown) => {
      const all = [...lines]
      change(all)
      return verify(Buffer.from(`${all.join('\n')}\n`))
    }
    const changed = await other((all) => all.splice(7, 1, (lines[7] ?? '').replace('disabled', 'enabled_')))
    expect(changed).toMatchObject({ verdict: 'changed', exitCode: 2, findings: [{ index }] })
    expect(await other((all) => all.pop())).toMatchObject({ verdict: 'missing', exitCode: 3 })
    expect(await other((all) => all.push(lines[3] ?? ''))).toMatchObject({ verdict: 'changed' })
    expect(await other((all) => all.splice(9, 1, '{}'))).toMatchObject({ verdict: 'malformed', exitCode: 7 })
    const signed = (lines[0] ?? '').replace(/[A-Za-z]([^A-Za-z]*\\n","entries")/, '*$1')
    expect(await other((all) => all.splice(0, 1, signed))).toMatchObject({ exitCode: 5 })
  })
})

describe('saved views', () => {
  it('are one’s own, have one name once, and go', async () => {
    const filter = { requirement: '10.2.1.5' } as const
    const { id } = await saveAuditView(bed.as(auditor), { name: 'Credentials', filter })
    expect(await listAuditViews(bed.as(auditor))).toEqual([{ id, name: 'Credentials', filter }])
    expect(await listAuditViews(bed.as(admin))).toEqual([])
    await expect(saveAuditView(bed.as(auditor), { name: 'Credentials', filter })).rejects.toMatchObject({ code: 'conflict' })
    await expect(removeAuditView(bed.as(admin), { id })).rejects.toMatchObject({ code: 'not_found' })
    await removeAuditView(bed.as(auditor), { id })
    expect(await listAuditViews(bed.as(auditor))).toEqual([])
  })
})

describe('how the record is', () => {
  it('is told with its checkpoints, its key, and what waits', async () => {
    const integrity = await getAuditIntegrity(bed.as(auditor))
    expect(integrity.checkpoints.length).toBeGreaterThan(1)
    expect(integrity.keys).toEqual([expect.objectContaining({ inUse: true })])
    expect(integrity.queue.waiting).toBeGreaterThan(0)
    expect(integrity.entries).toBeGreaterThan(300)
    expect(integrity.checkpointsPerHour).toHaveLength(24)
  })
})

const part: Reach = { kind: 'country', country: 'DE' }
type Ctx = ReturnType<PeopleBed['as']>
describe.each<[string, (ctx: Ctx) => Promise<unknown>]>([
  ['getAuditEntry', (ctx) => getAuditEntry(ctx, { id: first })],
  ['proveAuditEntry', (ctx) => proveAuditEntry(ctx, { id: first })],
  ['exportAuditEntries', (ctx) => exportAuditEntries(ctx, { filter: {} })],
  ['getAuditIntegrity', (ctx) => getAuditIntegrity(ctx)],
  ['listAuditViews', (ctx) => listAuditViews(ctx)],
])('%s', (_name, verb) => {
  it('is refused to whoever reaches a part of the chain', async () => {
    await expect(verb(bed.as(auditor, part))).rejects.toMatchObject({ reason: 'whole_chain_only' })
  })
})
