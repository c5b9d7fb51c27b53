import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createPool } from '@counterfoil/db'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recordAct } from '../src/audit/index.ts'
import { archiveMonths, putAwayMonth, restoreMonth } from '../src/audit-archives/index.ts'
import { saleEvents } from '../src/testing/index.ts'
import { type RecordReport, type VerifyRecordOptions, verifyRecord } from '../src/verify-record/index.ts'
import { openArchiveBed } from './archive-bed.ts'
import { enrolled, newId, openIngest } from './ingest-bed.ts'

let bed: Awaited<ReturnType<typeof openArchiveBed>>
let months: { month: string; from: number; to: number; file: string }[]
let last: number

beforeAll(async () => {
  bed = await openArchiveBed()
  const { pool, db } = bed.database
  const { ingest } = await openIngest(pool)
  const [stays, goes] = [await enrolled(db), await enrolled(db)]
  const sell = async ({ agent, script }: typeof stays) => {
    for (let nth = 0; nth < 2; nth += 1)
      expect(await ingest.submit(agent, script.batch(saleEvents({ id: newId() })))).toMatchObject({ ok: true })
  }
  const personal = { email: 'kept@chain.example' }
  const act = () => recordAct(bed.ctx, pool, { action: 'person.disabled', target: { type: 'person', id: 'p' }, personal })
  // One agent sells on; the other is never heard of after the first month.
  await sell(stays)
  await sell(goes)
  await act()
  await bed.closeMonth(bed.month(13))
  await sell(stays)
  await bed.closeMonth(bed.month(12))
  await sell(stays)
  await act()
  last = await bed.closeMonth(bed.month(1))
  await ingest.close()
  months = await archiveMonths(bed.ctx, bed.folder)
})
afterAll(() => bed?.end())

async function verify(more: Partial<VerifyRecordOptions> = {}): Promise<RecordReport> {
  const pool = createPool({ url: bed.database.url, max: 1, role: 'verifier' })
  try {
    return await verifyRecord({ pool, ...more })
  } finally {
    await pool.end()
  }
}
const words = (list: readonly { readonly text: string }[]) => list.map(({ text }) => text).join('\n')

/** What an owner of the database can do to it. */
async function asOwner(table: string, sql: string, values: unknown[] = []): Promise<void> {
  const client = await bed.database.owner.connect()
  try {
    await client.query(`alter table ${table} disable trigger user`)
    await client.query(sql, values)
    await client.query(`alter table ${table} enable trigger user`)
  } finally {
    client.release()
  }
}

describe('a record of which months are archived', () => {
  it('is sound with their files, every head of a batch looked at', async () => {
    expect(months).toHaveLength(2)
    const report = await verify({ archives: bed.folder })
    expect(report.findings).toEqual([])
    expect(report).toMatchObject({ verdict: 'sound', batches: 8, loggedBatches: 8, log: { entries: last, personalValues: 2 } })
    expect(report.archives).toMatchObject(months.map(({ month, file }) => ({ month, file, looked: 'read' })))
    expect(words(report.remarks)).not.toMatch(/looked/)
  })

  it('is sound without them, and says what was not looked into', async () => {
    const report = await verify()
    expect(report.findings).toEqual([])
    expect(report).toMatchObject({ exitCode: 0, batches: 8, loggedBatches: 2, log: { entries: last, personalValues: 1 } })
    for (const { month, from, to, file } of months)
      expect(words(report.remarks)).toContain(`${month} (entries ${from} to ${to - 1}, ${file})`)
    expect(words(report.remarks)).toContain('6 batches of agents are told, if at all, by entries that were not looked into')
    expect(report.archives.map(({ looked }) => looked)).toEqual(['not_given', 'not_given'])
    const file = join(bed.path, months[0]?.file ?? '')
    await rename(file, `${file}.elsewhere`)
    const partly = await verify({ archives: bed.folder })
    await rename(`${file}.elsewhere`, file)
    expect(partly).toMatchObject({
      exitCode: 3,
      loggedBatches: 4,
      archives: [{ looked: 'not_there' }, { looked: 'read' }],
      findings: [{ kind: 'missing', text: `The archive of ${months[0]?.month}, ${file}, is not there.` }],
    })
  })

  it('is as if nothing had ever been away once a month is brought back', async () => {
    const [{ month } = { month: '' }, second] = months
    await restoreMonth(bed.ctx, bed.folder, { month })
    const report = await verify()
    expect(report).toMatchObject({ exitCode: 0, loggedBatches: 6, archives: [{ month: second?.month, looked: 'not_given' }] })
    await putAwayMonth(bed.ctx, bed.folder, month)
  })

  it('still names a batch that was put in since, and an event that was changed in an archived month', async () => {
    const newest = '(select b from agent_batch b order by recorded_at desc limit 1)'
    await asOwner(
      'agent_batch',
      `insert into agent_batch select (jsonb_populate_record(b, jsonb_build_object('first_seq', (b).last_seq + 1, 'last_seq', (b).last_seq + 1))).*
       from ${newest} newest (b)`,
    )
    const { findings: ofBatch } = await verify()
    await asOwner(
      'agent_batch',
      `delete from agent_batch where (agent_id, epoch, first_seq) = (
      select agent_id, epoch, max(first_seq) from agent_batch where agent_id = (select min(agent_id) from agent_batch) group by 1, 2)`,
    )
    expect(words(ofBatch)).toContain('was put in: the log tells of no such batch')
    const change = (to: string) =>
      asOwner(
        'event',
        `update event set body = convert_to(replace(convert_from(body, 'UTF8'), $1, $2), 'UTF8') where (agent_id, epoch, seq) = (
           select agent_id, epoch, min(seq) from event group by 1, 2 order by 1, 2 limit 1)`,
        to === 'x' ? ['"kind":', '"kin_":'] : ['"kin_":', '"kind":'],
      )
    await change('x')
    const { findings } = await verify()
    await change('back')
    expect(findings).toContainEqual(expect.objectContaining({ kind: 'changed', events: [1, 1] }))
    expect((await verify()).findings).toEqual([])
  })

  it('with a file that was changed names it', async () => {
    const [{ file } = { file: '' }] = months
    const path = join(bed.path, file)
    await rename(path, `${path}.kept`)
    await writeFile(path, 'another')
    const report = await verify({ archives: bed.folder })
    await rename(`${path}.kept`, path)
    expect(report.exitCode).toBe(2)
    expect(report.findings).toMatchObject([{ kind: 'changed', text: expect.stringContaining(`${path}, is not the file`) }])
  })

  it('whose row was changed to fit another file is held against the entry that told of it', async () => {
    const [{ month } = { month: '' }] = months
    const set = (sql: string) => asOwner('audit_archive', `update audit_archive set sha256 = ${sql} where month = $1`, [month])
    const { rows } = await bed.database.owner.query('select sha256 from audit_archive where month = $1', [month])
    await set(`sha256('other')`)
    const { exitCode, findings } = await verify()
    await set(`decode('${rows[0].sha256.toString('hex')}', 'hex')`)
    expect(exitCode).toBe(2)
    expect(words(findings)).toContain(`the archive of ${month} is not what was recorded`)
  })

  it('of which an entry lost its bytes without an archive is missing it', async () => {
    await asOwner('audit_entry', 'update audit_entry set body = null from audit_leaf l where l.entry_id = id and l.idx = $1', [
      last - 1,
    ])
    const report = await verify({ archives: bed.folder })
    expect(report.exitCode).toBe(3)
    expect(report.findings).toMatchObject([{ kind: 'missing', index: last - 1, until: last }])
  })
})
