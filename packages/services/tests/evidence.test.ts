import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBundle, parseVerifierKey, readText, verifyEvidence } from '@counterfoil/audit'
import { createInstallation } from '@counterfoil/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkpointSigner, findLogIdentity, makeCheckpoint } from '../src/audit/index.ts'
import {
  addEvidenceSchedule,
  askPackage,
  type EvidenceFolder,
  listPackages,
  openEvidenceFolder,
  removeEvidenceSchedule,
  takePackage,
} from '../src/evidence/index.ts'
import { makePackages } from '../src/evidence-package/index.ts'
import { deriveHubKeys, registerHubKeys } from '../src/vault/index.ts'
import { hubContext, recordMany, sequenceAll } from './audit-log-bed.ts'
import { DAY_MS, openPeopleBed, type PeopleBed } from './people-bed.ts'

const keys = deriveHubKeys(new Uint8Array(32).fill(6))
let bed: PeopleBed
let auditor: string
let place: string
let folder: EvidenceFolder
let today: string

beforeAll(async () => {
  bed = await openPeopleBed()
  // Entries carry the database's clock.
  bed.nowMs = Date.now()
  today = new Date(bed.nowMs).toISOString().slice(0, 10)
  const { pool, db } = bed.database
  await createInstallation(db)
  await registerHubKeys(hubContext(pool), [keys])
  auditor = await bed.addPerson({ name: '李静 Auditor' })
  place = await mkdtemp(join(tmpdir(), 'counterfoil-evidence-'))
  folder = openEvidenceFolder(join(place, 'evidence'))
  await recordMany(pool, 300)
  await pool.query(
    `insert into control_incident (id, kind, subject, began_at, noticed_at) values ($1, 'log_stopped', 'log', $2, $2)`,
    ['0198c0de-0000-7000-8000-0000000000e1', new Date(bed.nowMs)],
  )
  await sequenceAll(pool)
  const identity = await findLogIdentity({ pool })
  await makeCheckpoint(hubContext(pool), checkpointSigner(identity?.origin ?? '', keys.checkpoints))
})
afterAll(async () => {
  await bed?.close()
  await rm(place, { recursive: true, force: true })
})

const hub = () => ({ ...hubContext(bed.database.pool), now: () => new Date(bed.nowMs) })
const days = () => ({
  firstDay: new Date(bed.nowMs - DAY_MS).toISOString().slice(0, 10),
  lastDay: new Date(bed.nowMs + DAY_MS).toISOString().slice(0, 10),
})
const listed = async (id: string) => (await listPackages(bed.as(auditor))).packages.find((one) => one.id === id)

async function made(language: 'en' | 'zh') {
  const { id } = await askPackage(bed.as(auditor), { ...days(), language })
  expect(await makePackages(hub(), folder)).toBe(1)
  return { id, path: join(place, 'evidence', `${id}.zip`) }
}

async function open<Result>(path: string, look: (source: Awaited<ReturnType<typeof openBundle>>) => Promise<Result>) {
  const source = await openBundle(path)
  try {
    return await look(source)
  } finally {
    await source.close()
  }
}

async function bytesOf(source: Awaited<ReturnType<typeof openBundle>>, name: string): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of source.read(name)) pieces.push(piece)
  return Buffer.concat(pieces)
}

describe('an evidence package', () => {
  it.each(['en', 'zh'] as const)(
    'in %s is sound to the verifier, and says what it holds and what is not kept',
    async (language) => {
      const { id, path } = await made(language)
      const { pool } = bed.database
      const logKey = parseVerifierKey((await findLogIdentity({ pool }))?.logKey ?? '')
      const report = await open(path, (source) => verifyEvidence(source, { trust: { logKey } }))
      expect(report).toMatchObject({ verdict: 'sound', exitCode: 0, findings: [], bundle: { verdict: 'sound' } })
      expect(report.bundle?.entries).toBeGreaterThanOrEqual(300)
      const summary = JSON.parse(await open(path, (source) => readText(source, 'summary.json', 1 << 20)))
      expect(summary).toMatchObject({
        language,
        madeBy: '李静 Auditor',
        record: { entries: report.bundle?.entries, end: { size: report.bundle?.to }, quorum: 0 },
        command: expect.stringMatching(/^node counterfoil-verify\.mjs counterfoil-evidence-\S+\.zip --log-key \S+$/),
      })
      expect(summary.record.byRequirement['10.2.1.2']).toBeGreaterThanOrEqual(300)
      const kept = Object.fromEntries(summary.sections.map((one: { key: string; kept: boolean }) => [one.key, one.kept]))
      expect(kept).toMatchObject({
        'daily-reviews': true,
        incidents: true,
        keys: true,
        inspections: false,
        'funds-proofs': false,
      })
      const incidents = summary.sections.find(({ key }: { key: string }) => key === 'incidents')
      expect(incidents).toMatchObject({ facts: { all: 1, open: 1 } })
      const pdf = await open(path, (source) => bytesOf(source, 'summary.pdf'))
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
      // The font is cut to what is used, or it would be 16 MB.
      expect(pdf.length).toBeLessThan(400_000)
      const file = await readFile(path)
      const sha256 = createHash('sha256').update(file).digest('hex')
      expect(await listed(id)).toMatchObject({ sha256, bytes: file.length, askedBy: '李静 Auditor', trouble: null })
      expect((await stat(path)).mode & 0o777).toBe(0o600)
      // Hub and dashboard may be two accounts of one group, whose folder it is then.
      const shared = join(place, `shared-${id}`)
      await mkdir(shared, { mode: 0o750 })
      await openEvidenceFolder(shared).write('one', async (write) => write(Buffer.from('a package')))
      expect((await stat(join(shared, 'one.zip'))).mode & 0o777).toBe(0o640)
      expect((await bed.acts(id)).map(({ action, body }) => [action, (body.after as { sha256?: string }).sha256])).toEqual([
        ['evidence.asked', undefined],
        ['evidence.made', sha256],
      ])
    },
  )

  it('is the same byte for byte when it is made again from the same', async () => {
    const [first, second] = [await made('zh'), await made('zh')]
    const pdfs = await Promise.all([first, second].map(({ path }) => open(path, (source) => bytesOf(source, 'summary.pdf'))))
    expect(pdfs[0]?.equals(pdfs[1] ?? Buffer.alloc(0))).toBe(true)
    expect((await readFile(first.path)).equals(await readFile(second.path))).toBe(true)
  })

  it('is handed out whole, which is recorded; not where its file is away', async () => {
    const { id, path } = await made('en')
    const { fileName, content } = await takePackage(bed.as(auditor), { id }, folder)
    expect(fileName).toBe(`counterfoil-evidence-${days().firstDay}-${days().lastDay}-en.zip`)
    const pieces: Uint8Array[] = []
    for await (const piece of content) pieces.push(piece)
    expect(Buffer.concat(pieces).equals(await readFile(path))).toBe(true)
    expect((await bed.acts(id)).at(-1)).toMatchObject({ action: 'evidence.taken', actor: auditor })
    await expect(takePackage(bed.as(auditor), { id }, null)).rejects.toMatchObject({ code: 'unavailable' })
    await expect(takePackage(bed.as(auditor, { kind: 'stores', storeIds: [1] }), { id }, folder)).rejects.toMatchObject({
      code: 'forbidden',
    })
  })

  it('of a time without entries is told as failed, and leaves no file', async () => {
    const { id } = await askPackage(bed.as(auditor), { firstDay: '2020-01-01', lastDay: '2020-01-31', language: 'en' })
    await makePackages(hub(), folder)
    expect(await listed(id)).toMatchObject({ madeAt: null, trouble: expect.stringContaining('Nothing was recorded') })
    expect((await folder.list()).filter((name) => name.includes(id))).toEqual([])
    expect((await bed.acts(id)).at(-1)).toMatchObject({ action: 'evidence.made', outcome: 'failed' })
  })
})

describe('a schedule', () => {
  it('asks once for the month that is over, even of two hubs at once, and for none that ended before it was made', async () => {
    const { id } = await addEvidenceSchedule(bed.as(auditor), { cadence: 'monthly', language: 'zh' })
    await expect(addEvidenceSchedule(bed.as(auditor), { cadence: 'monthly', language: 'zh' })).rejects.toMatchObject({
      code: 'conflict',
    })
    expect(await makePackages(hub(), folder)).toBe(0)
    const before = bed.nowMs
    const [year = 0, month = 0] = today.split('-').map(Number)
    bed.nowMs = Date.UTC(year, month, 2, 12)
    const counts = await Promise.all([makePackages(hub(), folder), makePackages(hub(), folder)])
    expect(counts.sort()).toEqual([0, 1])
    expect(await makePackages(hub(), folder)).toBe(0)
    const scheduled = (await listPackages(bed.as(auditor))).packages.filter(({ cadence }) => cadence === 'monthly')
    expect(scheduled).toMatchObject([{ askedBy: null, language: 'zh', firstDay: `${today.slice(0, 7)}-01`, trouble: null }])
    bed.nowMs = before
    await removeEvidenceSchedule(bed.as(auditor), { id })
    expect((await listPackages(bed.as(auditor))).schedules).toEqual([])
    expect((await bed.acts(id)).map(({ action }) => action)).toEqual(['evidence.scheduled', 'evidence.unscheduled'])
  })
})
