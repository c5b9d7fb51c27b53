import { afterAll, beforeAll, expect, it } from 'vitest'
import { receiveFile } from '../../src/funds/files/index.ts'
import { addBankAccount, addContract, addRoute } from '../../src/funds/index.ts'
import { createFileReader, importFile, takeFile } from '../../src/funds/reading/index.ts'
import { realClock, testOpener } from '../../src/testing/index.ts'
import { deriveHubKeys, registerHubKeys } from '../../src/vault/index.ts'
import { camt } from '../funds-bed.ts'
import { CONTRACT, type FundsBed, openFundsBed } from './funds-bed.ts'
import { WECHAT, wechatMovements, wechatTrades } from './wechat-form.ts'

/** The two bills of a day come with runs between them, and are corrected when the money is there already. */
const BANK = '6222020200112233'
const DAY = '2026-05-11'
let bed: FundsBed
let reader: ReturnType<typeof createFileReader>
beforeAll(async () => {
  bed = await openFundsBed()
  reader = createFileReader(realClock)
  await registerHubKeys(bed.ctx, [deriveHubKeys(new Uint8Array(32))])
  const { rows } = await bed.database.owner.query<{ name: string }>('select name from legal_entity limit 1')
  const legalEntity = rows[0]?.name ?? ''
  await addBankAccount(bed.ctx, { number: BANK, currency: 'CNY', name: 'Yuan', timeZone: 'Asia/Shanghai', legalEntity })
  await addContract(bed.ctx, {
    ...CONTRACT,
    ...{ id: 'wechat', acquirer: 'wechat', merchantAccount: WECHAT, currency: 'CNY', zone: 'Asia/Shanghai' },
    ...{ settlementLag: 1, settlementCalendars: ['target2'], payout: { every: 'weekdays', namePatterns: ['TENPAY'] } },
    ...{ bank: { account: BANK, calendars: ['target2'] }, fees: [{ percent: '0.6' }] },
  })
  await addRoute(bed.ctx, { currency: 'CNY', acquirer: 'wechat', merchantAccount: WECHAT, validFrom: '2026-01-01' })
  await bed.database.owner.query(
    `insert into funds_source (name, kind, acquirer, merchant_account, format, calendars, due_after_days, due_minute, time_zone, active_from)
     values ('WeChat Pay movements', 'acquirer', 'wechat', $1, 'wechat-fundflow-bill', '{}', 1, 600, 'Asia/Shanghai', '2026-05-11')`,
    [WECHAT],
  )
})
afterAll(async () => {
  await reader?.close()
  await bed?.[Symbol.asyncDispose]()
})

async function bring(name: string, text: string): Promise<void> {
  const content = (async function* () {
    yield Buffer.from(text)
  })()
  const parts = { opener: testOpener, reader }
  const { id } = await receiveFile(bed.ctx, { name, via: 'upload', content })
  await takeFile(bed.ctx, parts, id)
  await bed.database.pool.query(`update funds_file set decided_at = now(), decided_by = 'test' where id = $1`, [id])
  await importFile(bed.ctx, parts, id)
  const { rows } = await bed.database.pool.query('select state from funds_file where id = $1', [id])
  expect(rows).toEqual([{ state: 'imported' }])
  await bed.run()
}

it('the sales of a day follow its payout from bill to bill, and stay arrived', async () => {
  const sales: string[] = []
  bed.moveTo(DAY)
  for (const nth of [1, 2]) sales.push(await bed.pay({ day: DAY, basket: `S${DAY}${nth}`, amountMinor: 5_000, currency: 'CNY' }))
  await bed.run()
  bed.moveTo('2026-05-12')
  const standing = async () => {
    const { rows } = await bed.database.owner.query(
      `select p.id, p.amount_minor::int4 as amount from payout p join funds_file f on f.id = p.file_id and f.state = 'imported' where p.replaced_by is null`,
    )
    expect(rows).toHaveLength(1)
    return rows[0]
  }
  await bring('trades.csv', wechatTrades(DAY))
  const first = await standing()
  for (const sale of sales) expect(await bed.payment(sale)).toMatchObject({ position: 'in_payout', payout_id: first.id })

  await bring('movements.csv', wechatMovements(DAY))
  const second = await standing()
  expect(second.id).not.toBe(first.id)
  for (const sale of sales) expect(await bed.payment(sale)).toMatchObject({ position: 'in_payout', payout_id: second.id })

  const entries = [{ amount: '99.40', text: 'TENPAY' }]
  const statement = camt({ account: BANK, sequence: 1, entries, opening: '0.00', closing: '99.40' })
  await bring('statement.xml', statement.replaceAll('Ccy="EUR"', 'Ccy="CNY"'))
  for (const sale of sales) expect(await bed.payment(sale)).toMatchObject({ position: 'arrived', open: false })

  // The same withdrawal told with another note.
  await bring('movements again.csv', wechatMovements(DAY).replace('`system,`,`S', '`system,`x,`S'))
  const third = await standing()
  expect(third.id).not.toBe(second.id)
  expect(third.amount).toBe(9_940)
  for (const sale of sales)
    expect(await bed.payment(sale)).toMatchObject({
      position: 'arrived',
      arrived: '2026-05-12',
      payout_id: third.id,
      open: false,
    })
  expect((await bed.exceptions()).map(({ code }) => code).filter((code) => code !== 'DUPLICATE_FILE')).toEqual([])
  expect((await bed.run()).run).toBeNull()
})
