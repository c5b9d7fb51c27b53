import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  askTrial,
  confirmFile,
  getMapping,
  getTrial,
  listFileLines,
  listMappings,
  rereadFile,
  saveMapping,
  takeOriginal,
} from '../src/funds/files/index.ts'
import { clearTasks, doTask, takeFile } from '../src/funds/reading/index.ts'
import { type FundsBed, openFundsBed } from './funds-bed.ts'

let bed: FundsBed
beforeAll(async () => {
  bed = await openFundsBed()
})
afterAll(() => bed.close())

const REPORT = [
  'Datum;Karte;Umsatz;Entgelt;Lauf;Beleg',
  '08.05.2026;411111******1111;1.234,50;12,30;L7;R1',
  '08.05.2026;541333******0019;-20,00;;L7;R2',
  '',
].join('\n')
const MAPPING = {
  mapping: 1,
  id: 'house-cards',
  title: 'House cards',
  produces: 'settlement',
  layout: { kind: 'delimited', delimiter: ';' },
  columns: {
    date: 'Datum',
    card: 'Karte',
    amount: 'Umsatz',
    fee: 'Entgelt',
    batch: 'Lauf',
    merchantReference: 'Beleg',
    account: { value: 'M1' },
  },
  amounts: { decimal: ',', thousands: '.' },
  dateFormat: 'dd.MM.yyyy',
  currency: 'EUR',
}
const attempt = async (fileId: number, mapping: object) => {
  const { id } = await askTrial(bed.ctx, { fileId, draft: JSON.stringify(mapping) })
  expect(await getTrial(bed.ctx, { id })).toBeNull()
  while (await doTask(bed.ctx, bed.parts));
  return getTrial(bed.ctx, { id })
}
const originalOf = async (id: number) => {
  const taken = await takeOriginal(bed.ctx, { id }, async () => void (await doTask(bed.ctx, bed.parts)))
  const parts: Uint8Array[] = []
  for await (const part of taken.content) parts.push(part)
  return { ...taken, text: Buffer.concat(parts).toString() }
}

it('a file that nothing knows is tried through a mapping, saved as a version, and read again by its newest one', async () => {
  const { id } = await bed.receive('house.csv', Buffer.from(REPORT))
  await takeFile(bed.ctx, bed.parts, id)
  expect(await bed.file(id)).toMatchObject({ state: 'refused', reason: 'unknown_format' })

  expect(await attempt(id, {})).toMatchObject({ head: { delimiter: ';', namesLine: 1 }, problem: expect.any(String), lines: [] })
  expect(await attempt(id, { ...MAPPING, amounts: { decimal: '.' } })).toMatchObject({
    faultCount: 2,
    faults: [
      { line: 2, column: 'column Umsatz' },
      { line: 3, column: 'column Umsatz' },
    ],
  })
  expect(await attempt(id, MAPPING)).toMatchObject({
    faultCount: 0,
    lines: [
      { line: 2, kind: 'sale', gross: '1234.5', fees: '12.3', net: '1222.2', card: '411111******1111' },
      { line: 3, kind: 'refund', net: '-20' },
    ],
    document: { settlement: [{ batch: 'L7', lines: 2, net: '1202.2' }] },
  })
  expect(await bed.file(id)).toMatchObject({ state: 'refused' })

  expect(await saveMapping(bed.ctx, MAPPING)).toEqual({ id: 'house-cards', version: 1 })
  expect(await saveMapping(bed.ctx, { ...MAPPING, title: 'House' })).toEqual({ id: 'house-cards', version: 2 })
  expect(await getMapping(bed.ctx, { id: 'house-cards', version: 1 })).toMatchObject({ newest: 2, document: MAPPING })
  await rereadFile(bed.ctx, { id, mappingId: 'house-cards' })
  await takeFile(bed.ctx, bed.parts, id)
  await confirmFile(bed.ctx, { id })
  await takeFile(bed.ctx, bed.parts, id)
  expect(await bed.file(id)).toMatchObject({ state: 'imported', format: 'house-cards', mapping_version: 2 })
  expect(await listMappings(bed.ctx)).toMatchObject([
    { id: 'house-cards', title: 'House', versions: [{ files: 1 }, { files: 0 }] },
  ])
  const first = await listFileLines(bed.ctx, { id, limit: 1 })
  expect(first).toMatchObject({ more: true, lines: [{ position: 1, line: 2, net: '1222.2', payout: { batch: 'L7' } }] })
  expect(await listFileLines(bed.ctx, { id, cursor: first.lines[0]?.position ?? 0 })).toMatchObject({
    more: false,
    lines: [{ position: 2, line: 3, kind: 'refund' }],
  })
})

it('a file leaves for whoever asked as it came, recorded, and never with card numbers', async () => {
  const { id } = await bed.receive('plain.bin', Buffer.from('nothing that anybody knows\n'))
  await takeFile(bed.ctx, bed.parts, id)
  expect(await originalOf(id)).toMatchObject({ name: 'plain.bin', masked: false, text: 'nothing that anybody knows\n' })
  const { rows } = await bed.database.pool.query(
    `select actor_id as actor from audit_entry where action = 'funds_file.exported' and target_id = $1`,
    [String(id)],
  )
  expect(rows).toEqual([{ actor: 'finance' }])
  expect(await bed.count('funds_file_task', "what = 'hand_over'")).toBe(0)

  const cards = await bed.receive('cards.csv', Buffer.from(REPORT.replace('411111******1111', '4111111111111111')))
  await takeFile(bed.ctx, bed.parts, cards.id)
  await expect(originalOf(cards.id)).rejects.toThrow('full card numbers')
  const shown = await attempt(cards.id, MAPPING)
  expect(shown).toMatchObject({ document: { warnings: [{ code: 'card-numbers', line: 2 }] } })
  expect(JSON.stringify(shown)).not.toContain('4111111111111111')
  await rereadFile(bed.ctx, { id: cards.id, mappingId: 'house-cards' })
  await takeFile(bed.ctx, bed.parts, cards.id)
  expect(await bed.file(cards.id)).toMatchObject({ state: 'quarantined', reason: 'card_numbers' })
  const masked = await originalOf(cards.id)
  expect(masked.masked).toBe(true)
  expect(masked.text).toContain('411111******1111')
})

it('what nobody takes is gone after a quarter of an hour', async () => {
  const { id } = await bed.receive('left.bin', Buffer.from('left\n'))
  await askTrial(bed.ctx, { fileId: id, draft: '{}' })
  const later = { ...bed.ctx, now: () => new Date(bed.ctx.now().getTime() + 16 * 60_000) }
  await clearTasks(later)
  expect(await bed.count('funds_file_task')).toBe(0)
})
