import { copyFile, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openBundle, parseVerifierKey, verifyBundle, verifyInclusion } from '@counterfoil/audit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  erasePersonal,
  exportBundle,
  exportEntries,
  exportEntryProof,
  exportProvedEntries,
  findLogIdentity,
  getAuditEntry,
  getAuditIntegrity,
  listAuditEntries,
  recordAct,
} from '../src/audit/index.ts'
import {
  archiveMonths,
  findMonthOfFile,
  listArchives,
  openArchiveFolder,
  pruneArchives,
  putAwayMonth,
  restoreMonth,
  tendArchives,
  verifyArchive,
} from '../src/audit-archives/index.ts'
import { archives as archivesSection } from '../src/evidence-package/sections/archives.ts'
import { listIncidents } from '../src/incidents/index.ts'
import { nextEntries, type Stream } from '../src/streams/index.ts'
import { openArchiveBed } from './archive-bed.ts'
import { recordMany } from './audit-log-bed.ts'

let bed: Awaited<ReturnType<typeof openArchiveBed>>
let first: string
let second: string
const ends: number[] = []
const DENIED = /permission denied/

beforeAll(async () => {
  bed = await openArchiveBed()
  const { pool } = bed.database
  first = bed.month(13)
  second = bed.month(12)
  const personal = { email: 'gone@chain.example' }
  for (let nth = 0; nth < 5; nth += 1)
    await recordAct(bed.ctx, pool, { action: 'person.disabled', target: { type: 'person', id: 'p-gone' }, personal })
  await recordMany(pool, 300)
  ends.push(await bed.closeMonth(first))
  await recordMany(pool, 20)
  ends.push(await bed.closeMonth(second))
  await recordMany(pool, 10)
  ends.push(await bed.closeMonth(bed.month(1)))
})
afterAll(() => bed?.end())

const bodies = async (from: number, to: number) =>
  (
    await bed.database.pool.query<{ idx: number; body: Buffer | null }>(
      'select l.idx, e.body from audit_leaf l join audit_entry e on e.id = l.entry_id where l.idx >= $1 and l.idx < $2 order by l.idx',
      [from, to],
    )
  ).rows
const gone = async (from: number, to: number) => (await bodies(from, to)).filter(({ body }) => body === null).length
const acts = async (action: string) =>
  (
    await bed.database.pool.query<{ body: Buffer }>('select body from audit_entry where action = $1 order by recorded_at, id', [
      action,
    ])
  ).rows.map(({ body }) => JSON.parse(body.toString()))
const verified = async (path: string) => {
  const identity = await findLogIdentity(bed.database)
  const source = await openBundle(path)
  try {
    return await verifyBundle(source, { trust: { origin: identity?.origin, logKey: parseVerifierKey(identity?.logKey ?? '') } })
  } finally {
    await source.close()
  }
}

async function changeLine(index: number, action: string): Promise<void> {
  const { owner } = bed.database
  await owner.query('alter table audit_entry disable trigger user')
  await owner.query('update audit_entry e set action = $2 from audit_leaf l where l.entry_id = e.id and l.idx = $1', [
    index,
    action,
  ])
  await owner.query('alter table audit_entry enable trigger user')
}

describe('before anything is archived', () => {
  it('no body leaves the database, whoever asks', async () => {
    const { owner, pool } = bed.database
    await expect(pool.query('update audit_entry set body = null')).rejects.toThrow(DENIED)
    await expect(owner.query('update audit_entry set body = null')).rejects.toThrow(/in no archive/)
    await expect(owner.query(`update audit_entry set body = body || '.'`)).rejects.toThrow(/insert-only/)
    await expect(pool.query('select put_away_bodies($1)', [first])).rejects.toThrow(/no archive/)
    await expect(
      pool.query(
        `insert into audit_entry (id, acted_at, action, outcome, actor_type, actor_id, target_type, target_id)
         values (gen_random_uuid(), now(), 'x', 'done', 'x', 'x', 'x', 'x')`,
      ),
    ).rejects.toThrow(/insert-only/)
  })

  it('a month is archived by itself only when it has been over for three, in order, under a signed root', async () => {
    const { pool } = bed.database
    const insert = (month: string, from: number, to: number, root: string) =>
      pool.query(
        `insert into audit_archive (month, from_idx, to_idx, root, file, sha256, bytes, made_at, verified_at)
         select $1, $2::int8, $3::int8, ${root}, 'x.zip', sha256('x'), 1, now(), now() from audit_checkpoint where size = $3::int8`,
        [month, from, to],
      )
    const [end = 0, , last = 0] = ends
    await expect(insert(bed.month(3), 0, last, 'root')).rejects.toThrow(/stays at hand/)
    await expect(insert(first, 1, end, 'root')).rejects.toThrow(/follow each other/)
    await expect(insert(first, 0, end, `sha256('other')`)).rejects.toThrow(/no checkpoint/)
    await expect(archiveMonths(bed.ctx, bed.folder, { upTo: bed.month(3) })).rejects.toMatchObject({ code: 'invalid' })
  })

  it('is refused while the rules have not looked', async () => {
    await bed.database.pool.query('update audit_follower set next_idx = 0')
    await expect(archiveMonths(bed.ctx, bed.folder)).rejects.toMatchObject({ reason: 'archive_not_looked_at' })
    await bed.database.pool.query('update audit_follower set next_idx = $1', [ends.at(-1)])
    expect(await listArchives(bed.ctx)).toEqual([])
  })

  it('is refused, and is an incident, while the line of one of its entries says something else than the bytes', async () => {
    await changeLine(2, 'person.enabled')
    await expect(tendArchives(bed.ctx, bed.folder)).rejects.toMatchObject({ reason: 'archive_line_changed' })
    await changeLine(2, 'key.registered')
    expect(await listArchives(bed.ctx)).toEqual([])
  })

  it('takes nothing out when what was written cannot be read again, and says so as an incident until it can', async () => {
    const blind = {
      ...bed.folder,
      sha256: async () => '00'.repeat(32),
      open: (name: string) => openBundle(join(bed.path, `no-${name}`)),
    }
    await expect(tendArchives(bed.ctx, blind)).rejects.toMatchObject({ reason: 'archive_missing' })
    expect(await gone(0, ends[2] ?? 0)).toBe(0)
    expect(await listArchives(bed.ctx)).toEqual([])
    await expect(tendArchives(bed.ctx, blind)).rejects.toThrow()
    expect(await listIncidents(bed.ctx)).toMatchObject([{ kind: 'archive', subject: first, endedAt: null }])
  })
})

describe('the months that are due', () => {
  it('are written into files that hold alone, verified, and only then taken out', async () => {
    expect(await tendArchives(bed.ctx, bed.folder)).toEqual({ archived: [first, second], putAway: [], verified: [] })
    const [end = 0, secondEnd = 0, last = 0] = ends
    expect(await gone(0, secondEnd)).toBe(secondEnd)
    expect(await gone(secondEnd, last)).toBe(0)
    const archives = await listArchives(bed.ctx)
    expect(archives).toMatchObject([
      { month: first, from: 0, to: end, file: `audit-${first}.zip`, trouble: null },
      { month: second, from: end, to: secondEnd },
    ])
    for (const { file, from, to, bytes } of archives) {
      const info = await stat(join(bed.path, file))
      expect([info.size, info.mode & 0o777]).toEqual([bytes, 0o600])
      expect(await verified(join(bed.path, file))).toMatchObject({ verdict: 'sound', from, to, entries: to - from })
      expect((await readFile(join(bed.path, file))).includes('gone@chain')).toBe(false)
    }
    expect((await acts('audit.archived')).map(({ target, after, pci }) => [target.id, after.sha256, pci])).toEqual(
      archives.map(({ month, sha256 }) => [month, sha256, ['10.2.1.3', '10.2.1.7']]),
    )
    expect((await listIncidents(bed.ctx))[0]).toMatchObject({ kind: 'archive', endedAt: expect.any(Date) })
    expect(await tendArchives(bed.ctx, bed.folder)).toEqual({ archived: [], putAway: [], verified: [] })
  })

  it('are still found and proved, entry by entry, and say where the rest is', async () => {
    const auditor = bed.as(await bed.addPerson())
    const fromMs = Date.parse(`${first}-10`)
    const page = await listAuditEntries(auditor, {
      filter: { fromMs, toMs: Date.parse(`${second}-10`), action: 'person.disabled' },
    })
    expect(page.archived).toEqual([
      { month: first, pruned: false },
      { month: second, pruned: false },
    ])
    expect((await listAuditEntries(auditor, { filter: { fromMs: Date.parse(`${bed.month(1)}-01`) } })).archived).toEqual([])
    const [row] = page.rows
    const detail = await getAuditEntry(auditor, { id: row?.id ?? '' })
    expect(detail).toMatchObject({ row, body: null, archive: { month: first, file: `audit-${first}.zip`, pruned: false } })
    const { rows } = await bed.database.pool.query<{ root: Buffer }>('select root from audit_checkpoint where size = $1', [
      ends[2],
    ])
    const { index, path, checkpoint } = detail.proof
    expect(
      verifyInclusion({
        index: BigInt(index ?? 0),
        size: BigInt(checkpoint?.size ?? 0),
        leaf: Buffer.from(detail.leaf ?? '', 'base64'),
        root: rows[0]?.root ?? Buffer.alloc(0),
        proof: (path ?? []).map((hash) => Buffer.from(hash, 'base64')),
      }),
    ).toEqual({ ok: true })
    expect((await getAuditIntegrity(auditor)).archives).toMatchObject([
      { month: second, state: 'away' },
      { month: first, state: 'away', entries: ends[0], trouble: null },
    ])
  })

  it('are named by an export that would need them, and nothing is left out in silence', async () => {
    const nothing = async () => {}
    for (const format of ['jsonl', 'csv', 'ocsf'] as const)
      await expect(exportEntries(bed.ctx, { format }, nothing)).rejects.toMatchObject({
        code: 'conflict',
        reason: 'month_archived',
        message: expect.stringContaining(`${first} (entries 0 to`),
      })
    await expect(exportBundle(bed.ctx, {}, nothing)).rejects.toThrow(`audit restore ${first}`)
    const stream = { nextIndex: 3 } as Stream
    await expect(nextEntries(bed.ctx, stream)).rejects.toMatchObject({ reason: 'month_archived' })
    await expect(exportBundle(bed.ctx, { from: ends[1] }, nothing)).resolves.toMatchObject({ to: ends[2] })
    const asker = { ...bed.ctx, db: bed.database.db }
    const [{ id } = { id: '' }] = (
      await bed.database.pool.query<{ id: string }>('select entry_id as id from audit_leaf where idx = 1')
    ).rows
    await expect(exportEntryProof(asker, { id })).rejects.toMatchObject({ code: 'conflict', reason: 'month_archived' })
    await expect(exportProvedEntries(asker, { filter: {} }, nothing)).rejects.toThrow(first)
    const period = { from: '', to: '', timeZone: 'UTC', beginsAt: new Date(0), endsAt: new Date() }
    const told = await archivesSection.read({ ...bed.ctx, period })
    expect(told?.table?.rows.map(([month]) => month)).toEqual([first, second])
  })

  it('lose a value that is erased after they were archived as well', async () => {
    const admin = await bed.addPerson({ role: 'administrator' })
    expect(await erasePersonal(bed.as(admin), { of: { person: 'p-gone' }, why: 'asked by letter' })).toEqual({ entries: 5 })
    const { rows } = await bed.database.pool.query(`select from audit_personal where value = 'gone@chain.example'`)
    expect(rows).toEqual([])
  })
})

describe('a month', () => {
  it('comes back to the byte, for some days, and goes again by itself', async () => {
    const [end = 0] = ends
    await expect(restoreMonth(bed.ctx, bed.folder, { month: first, days: 0 })).rejects.toMatchObject({ code: 'invalid' })
    const restored = await restoreMonth(bed.ctx, bed.folder, { month: first, days: 7 })
    expect(restored).toMatchObject({ awayAt: null, restoredUntil: expect.any(Date) })
    const back = await bodies(0, end)
    expect(back.map(({ idx }) => idx)).toEqual(Array.from({ length: end }, (_, nth) => nth))
    expect(back.every(({ body }) => body !== null)).toBe(true)
    await expect(restoreMonth(bed.ctx, bed.folder, { month: first })).rejects.toMatchObject({ code: 'conflict' })
    const later = { ...bed.ctx, now: () => new Date(Date.now() + 8 * 24 * 3_600_000) }
    expect(await tendArchives(later, bed.folder)).toMatchObject({ putAway: [first] })
    expect(await gone(0, end)).toBe(end)
    expect((await acts('audit.restored'))[0]).toMatchObject({ target: { id: first }, after: { from: 0, to: end } })
    expect(await acts('audit.put_away')).toHaveLength(1)
  })

  it('comes back from a copy that is told by its hash, and not from another file or a damaged one', async () => {
    const [archive] = await listArchives(bed.ctx)
    const file = archive?.file ?? ''
    const elsewhere = join(bed.path, 'copy.zip')
    await copyFile(join(bed.path, file), elsewhere)
    expect(await findMonthOfFile(bed.ctx, bed.folder, 'copy.zip')).toBe(first)
    await restoreMonth(bed.ctx, bed.folder, { month: first, file: 'copy.zip' })
    await putAwayMonth(bed.ctx, bed.folder, first)

    const bytes = await readFile(elsewhere)
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
    await writeFile(elsewhere, bytes)
    await expect(findMonthOfFile(bed.ctx, bed.folder, 'copy.zip')).rejects.toMatchObject({ code: 'not_found' })
    await expect(restoreMonth(bed.ctx, bed.folder, { month: first, file: 'copy.zip' })).rejects.toMatchObject({
      reason: 'archive_other_file',
    })
    await expect(restoreMonth(bed.ctx, bed.folder, { month: second, file })).rejects.toMatchObject({
      reason: 'archive_other_file',
    })
    await expect(restoreMonth(bed.ctx, openArchiveFolder('/nowhere'), { month: second })).rejects.toMatchObject({
      reason: 'archive_missing',
    })
    expect(await gone(0, ends[1] ?? 0)).toBe(ends[1])
  })

  it('that comes back names the line somebody changed meanwhile', async () => {
    await changeLine(2, 'person.enabled')
    expect(await restoreMonth(bed.ctx, bed.folder, { month: first })).toMatchObject({ changedLines: [2] })
    expect(await listIncidents(bed.ctx)).toContainEqual(
      expect.objectContaining({ kind: 'archive', subject: first, endedAt: null }),
    )
    await changeLine(2, 'key.registered')
    await putAwayMonth(bed.ctx, bed.folder, first)
  })

  it('takes back no other bytes, not even from the database’s owner', async () => {
    const { pool, owner } = bed.database
    await expect(pool.query(`select bring_back_bodies($1, 0, array['{}'::bytea])`, [first])).rejects.toThrow(/not the bytes/)
    await expect(pool.query(`select bring_back_bodies($1, $2, array['{}'::bytea])`, [first, ends[0]])).rejects.toThrow(
      /does not hold/,
    )
    await expect(pool.query('select finish_bringing_back($1, null)', [first])).rejects.toThrow(/not back as a whole/)
    await expect(
      owner.query(`update audit_entry e set body = '{}' from audit_leaf l where l.entry_id = e.id and l.idx = 3`),
    ).rejects.toThrow(/not the bytes/)
    await expect(pool.query('update audit_archive set away_at = null')).rejects.toThrow(DENIED)
    await expect(owner.query(`update audit_archive set sha256 = sha256('x')`)).rejects.toThrow(/stays as it was written/)
    await expect(owner.query('delete from audit_archive')).rejects.toThrow(/insert-only/)
  })

  it('whose bodies in the database are not what was hashed is not put away', async () => {
    const { owner } = bed.database
    await restoreMonth(bed.ctx, bed.folder, { month: second })
    await owner.query('alter table audit_entry disable trigger user')
    const [at] = ends
    await owner.query(`update audit_entry e set body = body || ' ' from audit_leaf l where l.entry_id = e.id and l.idx = $1`, [
      at,
    ])
    await owner.query('alter table audit_entry enable trigger user')
    await expect(putAwayMonth(bed.ctx, bed.folder, second)).rejects.toThrow(/are what was recorded/)
    expect(await gone(at ?? 0, ends[1] ?? 0)).toBe(0)
  })

  it('whose file was damaged is found by reading it again, and is an incident', async () => {
    const path = join(bed.path, `audit-${second}.zip`)
    const bytes = await readFile(path)
    await writeFile(path, bytes.subarray(0, bytes.length - 40))
    await expect(verifyArchive(bed.ctx, bed.folder, second)).rejects.toMatchObject({ reason: 'archive_other_file' })
    expect(await listIncidents(bed.ctx)).toContainEqual(
      expect.objectContaining({ kind: 'archive', subject: second, endedAt: null }),
    )
    await writeFile(path, bytes)
    expect(await verifyArchive(bed.ctx, bed.folder, second)).toMatchObject({ trouble: null })
    expect(await listIncidents(bed.ctx)).not.toContainEqual(expect.objectContaining({ subject: second, endedAt: null }))
  })

  it('over for more than twelve loses its file when somebody says so, never before, and keeps its proofs', async () => {
    await expect(pruneArchives(bed.ctx, bed.folder, { keepMonths: 11 })).rejects.toMatchObject({ code: 'invalid' })
    await expect(
      bed.database.pool.query('update audit_archive set pruned_at = now() where month = $1', [second]),
    ).rejects.toThrow(/is kept/)
    expect((await pruneArchives(bed.ctx, bed.folder)).map(({ month }) => month)).toEqual([first])
    await expect(stat(join(bed.path, `audit-${first}.zip`))).rejects.toMatchObject({ code: 'ENOENT' })
    expect((await acts('audit.archive_pruned'))[0]).toMatchObject({ target: { id: first }, after: { keepMonths: 12 } })
    await expect(restoreMonth(bed.ctx, bed.folder, { month: first })).rejects.toMatchObject({ code: 'not_found' })
    await expect(exportBundle(bed.ctx, {}, async () => {})).rejects.toThrow(`Deleted on purpose: ${first}`)
    expect(await pruneArchives(bed.ctx, bed.folder)).toEqual([])
  })
})
