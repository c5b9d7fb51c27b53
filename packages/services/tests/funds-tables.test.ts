import { afterAll, beforeAll, expect, it } from 'vitest'
import { confirmFile } from '../src/funds/files/index.ts'
import { takeFile } from '../src/funds/reading/index.ts'
import { ExportTableInput, exportTable, type TableName } from '../src/funds/tables/index.ts'
import { clearRates } from '../src/rate-limits/index.ts'
import { adyenReport, camt, type FundsBed, openFundsBed } from './funds-bed.ts'

let bed: FundsBed
beforeAll(async () => {
  bed = await openFundsBed()
  for (const [name, content] of [
    ['report.csv', adyenReport()],
    ['=cmd|x.xml', camt()],
  ] as const) {
    const { id } = await bed.receive(name, content)
    await takeFile(bed.ctx, bed.parts, id)
    await confirmFile(bed.ctx, { id })
    await takeFile(bed.ctx, bed.parts, id)
  }
})
afterAll(() => bed.close())

const take = async (table: TableName, query: object, format: 'csv' | 'xlsx' = 'csv', ctx = bed.ctx) => {
  const { content, fileName } = await exportTable(ctx, ExportTableInput.parse({ format, language: 'en', of: { table, query } }))
  const parts: Uint8Array[] = []
  for await (const part of content) parts.push(part)
  return { fileName, bytes: Buffer.concat(parts), rows: Buffer.concat(parts).toString().slice(1).split('\r\n').slice(0, -1) }
}

it('every table of money leaves whole, amounts as numbers, days as days, names as texts', async () => {
  const lines = await take('file_lines', { id: 1 })
  expect(lines.fileName).toMatch(/^counterfoil-file-lines-\d{4}-\d\d-\d\d\.csv$/)
  expect(lines.rows).toHaveLength(5)
  expect(lines.rows[1]).toMatch(/^1,2,\d+,sale,2026-05-08,2026-05-08T07:00:00Z,EUR,10\.00,0\.10,9\.90,380,P380-0,R380-0,/)
  expect((await take('payouts', {})).rows[1]).toContain('adyen,M1,DE02120300000000202051,380,EUR,29.70,30.00,0.30,29.70,')
  expect((await take('payouts', { from: '2030-01-01' })).rows).toHaveLength(1)
  expect((await take('bank_lines', {})).rows[1]).toMatch(/^DE02120300000000202051,2026-05-12,2026-05-12,EUR,29\.70,,/)
  expect((await take('files', {})).rows.slice(1).map((row) => row.split(',').slice(0, 3))).toEqual([
    ['2', "'=cmd|x.xml", 'imported'],
    ['1', 'report.csv', 'imported'],
  ])
})

it('what the board shows has its table too, and a workbook is one', async () => {
  await clearRates({ ...bed.ctx, now: () => new Date(bed.ctx.now().getTime() + 3_600_000) })
  const scope = { kind: 'chain' }
  for (const [table, query] of [
    ['owed', { scope }],
    ['owing_stores', { scope }],
    ['forecast', { scope }],
    ['payments', { filter: { scope } }],
    ['exceptions', {}],
    ['calendar', {}],
    ['silent_terminals', { scope }],
    ['fees', { scope, months: 12 }],
  ] as const)
    expect((await take(table, query)).rows.length).toBeGreaterThan(0)
  const { bytes } = await take('bank_lines', {}, 'xlsx')
  expect(bytes.subarray(0, 2).toString()).toBe('PK')
})

it('is recorded with what was asked, limited, and of the whole chain where it belongs to no store', async () => {
  await clearRates({ ...bed.ctx, now: () => new Date(bed.ctx.now().getTime() + 7_200_000) })
  const { rows } = await bed.database.pool.query(
    `select actor_id as actor, target_id as of from audit_entry where action = 'funds_table.exported' order by acted_at, id limit 1`,
  )
  expect(rows).toEqual([{ actor: 'finance', of: 'file_lines' }])
  const reach = { kind: 'country', country: 'DE' } as const
  const actor = { kind: 'user', id: 'regional', sessionId: 's', reach, factors: [] } as const
  for (const table of ['payouts', 'bank_lines', 'files'] as const)
    await expect(take(table, {}, 'csv', { ...bed.ctx, actor })).rejects.toThrow('whole chain')
  const count = (await bed.database.pool.query(`select from audit_entry where actor_id = 'regional'`)).rowCount
  expect(count).toBe(0)
  for (let n = 0; n < 7; n += 1) await take('owed', { scope: { kind: 'chain' } }, 'csv', { ...bed.ctx, actor })
  await expect(take('owed', { scope: { kind: 'chain' } }, 'csv', { ...bed.ctx, actor })).rejects.toThrow('too often')
})
