import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cancelFile, confirmFile, rereadFile } from '../src/funds/files/index.ts'
import { exportFile, importFile, previewFile, takeFile, takeFiles } from '../src/funds/reading/index.ts'
import { testOpener } from '../src/testing/index.ts'
import { adyenReport, camt, type FundsBed, IBAN, openFundsBed } from './funds-bed.ts'

let bed: FundsBed
beforeAll(async () => {
  bed = await openFundsBed()
})
afterAll(() => bed.close())

const preview = (id: number) => previewFile(bed.ctx, bed.parts, id)
const take = (id: number) => takeFile(bed.ctx, bed.parts, id)
/** All the way, as the hub goes it after a person has said yes. */
const confirmed = async (id: number) => {
  await take(id)
  await confirmFile(bed.ctx, { id })
  await take(id)
}
const acts = async (id: number) =>
  (
    await bed.database.pool.query<{ action: string }>(
      `select action from audit_entry where target_type = 'funds_file' and target_id = $1 order by acted_at, id`,
      [String(id)],
    )
  ).rows.map(({ action }) => action)

describe('a file that comes', () => {
  it('is kept sealed in parts before anybody looks into it, and opens to the same bytes', async () => {
    const bytes = randomBytes(2_300_000)
    const { id, state } = await bed.receive('../../x/noise.bin', bytes)
    expect(state).toBe('stored')
    const { rows } = await bed.database.pool.query<{ part: number; clear: boolean }>(
      `select part, position($2::bytea in sealed) > 0 as clear from funds_file_content where file_id = $1 order by part`,
      [id, bytes.subarray(1_000, 1_016)],
    )
    expect(rows).toEqual([0, 1, 2].map((part) => ({ part, clear: false })))
    expect(await bed.file(id)).toMatchObject({ name: 'noise.bin', size: 2_300_000, received_by: 'finance', format: null })
    await preview(id)
    expect(await bed.file(id)).toMatchObject({ state: 'refused', reason: 'unknown_format' })
  })

  it('is noted as the same when its bytes come again, and kept once', async () => {
    const first = await bed.receive('a.csv', 'one\n')
    const again = await bed.receive('b.csv', 'one\n')
    expect(again).toEqual({ id: expect.any(Number), state: 'duplicate', sameAs: first.id })
    expect(await bed.file(again.id)).toMatchObject({ reason: 'same_bytes', same_as: first.id, name: 'b.csv' })
    expect((await bed.database.pool.query('select from funds_file_content where file_id = $1', [again.id])).rowCount).toBe(0)
    expect(await acts(again.id)).toEqual(['funds_file.received'])
  })

  it('is refused when it is empty or larger than any report, and leaves nothing', async () => {
    const before = (await bed.database.pool.query('select from funds_file')).rowCount
    await expect(bed.receive('empty', '')).rejects.toThrow('empty')
    expect((await bed.database.pool.query('select from funds_file')).rowCount).toBe(before)
  })
})

describe('a settlement report', () => {
  it('is shown before anything changes, imported on a person’s word, and every row knows its place', async () => {
    const { id } = await bed.receive('batch-380.csv', adyenReport())
    await take(id)
    expect(await bed.count('settlement_line', `file_id = ${id}`)).toBe(0)
    const shown = await bed.file(id)
    expect(shown).toMatchObject({
      state: 'previewed',
      verdict: 'accept',
      line_count: 4,
      first_day: '2026-05-08',
      last_day: '2026-05-08',
    })
    expect(shown.changes).toMatchObject({
      about: 'acquirer',
      merchants: [{ merchant: 'M1', currency: 'EUR', acquirer: 'adyen' }],
      kinds: [
        { kind: 'sale', currency: 'EUR', lines: 3, gross: '30', fees: '0.3', net: '29.7' },
        { kind: 'payout', currency: 'EUR', lines: 1, net: '-29.7' },
      ],
      payouts: 1,
    })
    await confirmFile(bed.ctx, { id })
    await expect(confirmFile(bed.ctx, { id })).rejects.toThrow('does not wait')
    await take(id)
    expect(await bed.file(id)).toMatchObject({ state: 'imported', decided_by: 'finance' })
    const { rows } = await bed.database.pool.query(
      `select position, line, kind, gross::text, fees::text, net::text, gross_minor, sales_day, store_code, acquirer_reference, exists (select from settlement_line_open o where (o.file_id, o.position) = (l.file_id, l.position)) as open,
         happened_at, (select batch from payout p where p.id = l.payout_id) as payout from settlement_line l where file_id = $1 order by position`,
      [id],
    )
    expect(rows[0]).toEqual({
      position: 1,
      line: 2,
      kind: 'sale',
      gross: '10',
      fees: '0.1',
      net: '9.9',
      gross_minor: 1_000,
      sales_day: '2026-05-08',
      store_code: 'S1',
      acquirer_reference: 'P380-0',
      open: true,
      happened_at: new Date('2026-05-08T07:00:00Z'),
      payout: '380',
    })
    expect(rows.map(({ open }) => open)).toEqual([true, true, true, false])
    const payouts = await bed.database.pool.query(
      `select batch, amount_minor, gross::text, net::text, line_count, reference_texts, due_on, open, carried_over from payout where file_id = $1`,
      [id],
    )
    // Friday, two working days: Tuesday.
    expect(payouts.rows).toEqual([
      {
        batch: '380',
        amount_minor: 2_970,
        gross: '30',
        net: '29.7',
        line_count: 3,
        reference_texts: ['TX380XT'],
        due_on: '2026-05-12',
        open: true,
        carried_over: false,
      },
    ])
    expect(await acts(id)).toEqual(['funds_file.received', 'funds_file.read', 'funds_file.confirmed', 'funds_file.imported'])
  })

  it('that says the same under other bytes is a duplicate, and one that says other things a correction with its lines named', async () => {
    const report = adyenReport({ batch: 381 })
    const first = await bed.receive('batch-381.csv', report)
    await confirmed(first.id)
    const again = await bed.receive('batch-381-again.csv', `${report}\n`)
    await take(again.id)
    expect(await bed.file(again.id)).toMatchObject({ state: 'duplicate', reason: 'same_content', same_as: first.id })
    const corrected = await bed.receive(
      'batch-381-corrected.csv',
      adyenReport({ batch: 381, change: (line, number) => (number === 2 ? line.replace('R381-1', 'R381-9') : line) }),
    )
    await take(corrected.id)
    const shown = await bed.file(corrected.id)
    expect(shown).toMatchObject({ state: 'previewed', supersedes: first.id })
    expect(shown.changes).toMatchObject({
      difference: {
        fileId: first.id,
        onlyThere: 1,
        onlyHere: 1,
        there: [{ position: 2, line: 3, what: expect.stringContaining('R381-1') }],
        here: [{ position: 2, line: 3, what: expect.stringContaining('R381-9') }],
      },
    })
    expect(await bed.count('settlement_line', `file_id = ${corrected.id}`)).toBe(0)
    expect(await bed.file(first.id)).toMatchObject({ state: 'imported' })
    await confirmFile(bed.ctx, { id: corrected.id })
    await take(corrected.id)
    expect(await bed.file(first.id)).toMatchObject({ state: 'superseded' })
    expect(await bed.count('settlement_line_open', `file_id = ${first.id}`)).toBe(0)
    expect(await bed.count('payout', `file_id = ${first.id} and open`)).toBe(0)
    expect(await bed.count('settlement_line_open', `file_id = ${corrected.id}`)).toBe(3)
    expect(await acts(first.id)).toContain('funds_file.superseded')
  })

  it('of a merchant account that is nobody’s is held, and is read again once there is a contract', async () => {
    const { id } = await bed.receive('other.csv', adyenReport({ merchant: 'M9', batch: 7 }), 'folder')
    await take(id)
    expect(await bed.file(id)).toMatchObject({ state: 'held', reason: 'unknown_merchant' })
    expect(await bed.count('settlement_line', `file_id = ${id}`)).toBe(0)
    await bed.addContract({ id: 'adyen-m9', merchantAccount: 'M9' })
    await rereadFile(bed.ctx, { id })
    await take(id)
    expect(await bed.file(id)).toMatchObject({ state: 'imported' })
    expect(await bed.count('settlement_line', `file_id = ${id} and merchant_account = 'M9'`)).toBe(4)
  })

  it('that stops in the middle of a line is refused with the line named, and no row of it stays', async () => {
    const whole = adyenReport({ batch: 12, sales: 9_000 })
    const { id } = await bed.receive('cut.csv', `${whole.slice(0, whole.length - 40_000)}"`, 'folder')
    await take(id)
    const file = await bed.file(id)
    expect(file).toMatchObject({ state: 'refused', reason: 'unreadable', verdict: 'reject' })
    expect(file.facts).toMatchObject({ reason: expect.stringMatching(/^line \d+: /) })
    expect(await bed.count('settlement_line', `file_id = ${id}`)).toBe(0)
    expect(await bed.count('payout', `file_id = ${id}`)).toBe(0)
  })
})

describe('a bank statement', () => {
  it('is imported by itself on a trusted way when nothing is unclear', async () => {
    const { id } = await bed.receive('day.xml', camt(), 'folder')
    await take(id)
    expect(await bed.file(id)).toMatchObject({ state: 'imported', format: 'camt.053', decided_by: null })
    const { rows } = await bed.database.pool.query(
      `select l.position, l.amount::text, l.amount_minor, l.booked_on, l.text, l.code, s.sequence, s.opening::text, s.closing::text, s.entry_count
       from bank_line l join bank_statement s on s.id = l.statement_id where l.file_id = $1`,
      [id],
    )
    expect(rows).toEqual([
      {
        position: 1,
        amount: '29.7',
        amount_minor: 2_970,
        booked_on: '2026-05-12',
        text: expect.stringContaining('TX380XT'),
        code: expect.any(String),
        sequence: '91',
        opening: '100',
        closing: '129.7',
        entry_count: 1,
      },
    ])
  })

  it('comes with others in one transaction, and each is whole or not at all whatever the others are', async () => {
    const day = (sequence: number) => camt({ message: `G${sequence}`, sequence, opening: '100.00', closing: '129.70' })
    const [good, torn] = [
      await bed.receive('good.xml', day(801), 'folder'),
      await bed.receive('torn.xml', day(802).slice(0, -60), 'folder'),
    ]
    // Its bytes are not here.
    const lost = await bed.database.owner.query<{ id: string }>(
      `insert into funds_file (sha256, name, size, received_at, received_via, received_by, state)
       values (sha256('lost'), 'lost.xml', 4, now(), 'folder', 'hub', 'stored') returning id`,
    )
    const broken = { id: Number(lost.rows[0]?.id) }
    const later = await bed.receive('later.xml', day(804), 'folder')
    const failed = await takeFiles(bed.ctx, bed.parts, [good.id, torn.id, broken.id, later.id])
    expect(failed).toEqual([{ fileId: broken.id, error: expect.any(Error) }])
    expect(await Promise.all([good, torn, broken, later].map(async ({ id }) => (await bed.file(id)).state))).toEqual([
      ...['imported', 'refused', 'stored', 'imported'],
    ])
    const { rows } = await bed.database.pool.query<{ id: number }>(
      'select distinct file_id as id from bank_line where file_id = any ($1::int8[]) order by 1',
      [[good.id, torn.id, broken.id, later.id]],
    )
    expect(rows.map(({ id }) => id)).toEqual([good.id, later.id])
  })

  it('under another message id is the same, and waits for a person where it does not tie', async () => {
    const again = await bed.receive('day-again.xml', camt({ message: 'M-2' }), 'folder')
    await take(again.id)
    expect(await bed.file(again.id)).toMatchObject({ state: 'duplicate', reason: 'same_content' })
    const off = await bed.receive('off.xml', camt({ sequence: 92, opening: '129.70', closing: '999.00' }), 'folder')
    await take(off.id)
    expect(await bed.file(off.id)).toMatchObject({ state: 'previewed', verdict: 'accept-with-warning' })
    await cancelFile(bed.ctx, { id: off.id })
    expect(await bed.file(off.id)).toMatchObject({ state: 'refused', reason: 'cancelled' })
    expect(await bed.count('bank_line', `file_id = ${off.id}`)).toBe(0)
  })

  it('of an account that is nobody’s is held', async () => {
    const { id } = await bed.receive('foreign.xml', camt({ account: 'DE89370400440532013000', sequence: 1 }), 'folder')
    await take(id)
    expect(await bed.file(id)).toMatchObject({ state: 'held', reason: 'unknown_account' })
    expect((await bed.file(id)).changes).toMatchObject({ accounts: [{ account: 'DE89370400440532013000', bankAccountId: null }] })
  })

  it('in another currency than its account is held, and one with an entry in another waits for a person', async () => {
    const dollars = camt({ sequence: 95 }).replaceAll('Ccy="EUR"', 'Ccy="USD"')
    const { id } = await bed.receive('dollars.xml', dollars, 'folder')
    await take(id)
    expect(await bed.file(id)).toMatchObject({ state: 'held', reason: 'other_currency' })
    expect((await bed.file(id)).changes).toMatchObject({ accounts: [{ account: IBAN, currency: 'USD', otherCurrency: 'USD' }] })
    const mixed = await bed.receive(
      'mixed.xml',
      camt({ sequence: 96 }).replace('<Amt Ccy="EUR">29.70', '<Amt Ccy="USD">29.70'),
      'folder',
    )
    await take(mixed.id)
    expect(await bed.file(mixed.id)).toMatchObject({ state: 'previewed', verdict: 'accept-with-warning' })
    expect(await bed.count('bank_line', `file_id in (${id}, ${mixed.id})`)).toBe(0)
  })

  it('with a full card number stays in quarantine, raises the alarm, and its masked copy is what is imported', async () => {
    const given = { sequence: 93, entries: [{ amount: '1.00', text: 'REFUND 4111 1111 1111 1111' }], opening: '0', closing: '1' }
    const { id } = await bed.receive('card 5500005555555559.xml', camt(given), 'folder')
    await take(id)
    expect(await bed.file(id)).toMatchObject({
      state: 'quarantined',
      reason: 'card_numbers',
      name: 'card 550000******5559.xml',
    })
    const { rows } = await bed.database.pool.query('select place, source_id, numbers from card_alarm where place = $1', [
      `funds_file.${id}`,
    ])
    expect(rows).toEqual([{ place: `funds_file.${id}`, source_id: 'finance', numbers: ['411111******1111'] }])
    expect(JSON.stringify(await bed.file(id))).not.toContain('4111 1111 1111')
    await importFile(bed.ctx, bed.parts, id)
    expect(await bed.count('bank_line', `file_id = ${id}`)).toBe(0)
    await confirmFile(bed.ctx, { id })
    await take(id)
    expect(await bed.file(id)).toMatchObject({ state: 'imported' })
    expect(await bed.count('bank_line', `file_id = ${id} and text like '%4111 11** **** 1111%'`)).toBe(1)
  })

  it('leaves the vault as it came, recorded, and without card numbers', async () => {
    const day = await bed.receive('leaves.xml', camt({ sequence: 94 }))
    const { bytes } = await exportFile(bed.ctx, testOpener, day.id)
    expect(Buffer.from(bytes).toString()).toBe(camt({ sequence: 94 }))
    expect(await acts(day.id)).toContain('funds_file.exported')
    const { rows } = await bed.database.pool.query<{ id: number }>(
      `select file_id as id from funds_file_content where what = 'masked'`,
    )
    const cut = await exportFile(bed.ctx, testOpener, rows[0]?.id ?? 0)
    expect([cut.masked, Buffer.from(cut.bytes).toString().includes('4111 11** **** 1111')]).toEqual([true, true])
  })

  it('comes into no account but its own', async () => {
    expect(await bed.count('bank_line', `bank_account_id <> (select id from bank_account where number = '${IBAN}')`)).toBe(0)
  })
})
