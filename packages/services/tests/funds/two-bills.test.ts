import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getPayout } from '../../src/funds/board/index.ts'
import { confirmFile } from '../../src/funds/files/index.ts'
import { takeFile } from '../../src/funds/reading/index.ts'
import { type FundsBed, openFundsBed } from '../funds-bed.ts'
import { encodeGbk, writeZip } from './alipay-form.ts'
import { WECHAT, wechatMovements, wechatTrades } from './wechat-form.ts'

/**
 * Alipay and WeChat Pay tell of one day in two files: a bill of trades, and a bill of what moved on the merchant's account. In
 * their real forms, made after the published columns.
 */
const ALIPAY = '2088701123456789'
const BANK = '6222020200112233'

let bed: FundsBed
beforeAll(async () => {
  bed = await openFundsBed()
  await bed.addAccount(BANK, 'CNY')
  const inChina = {
    currency: 'CNY',
    zone: 'Asia/Shanghai',
    settlementLag: 1,
    settlementCalendars: ['cn'],
    payout: { every: 'weekdays', namePatterns: [] },
    bank: { account: BANK, calendars: ['cn'] },
  }
  await bed.addContract({ ...inChina, id: 'alipay', acquirer: 'alipay', merchantAccount: ALIPAY } as never)
  await bed.addContract({ ...inChina, id: 'wechat', acquirer: 'wechat', merchantAccount: WECHAT } as never)
  // A bill of movements of WeChat Pay names no merchant: it is known by being the only one that is expected.
  await bed.database.pool.query(
    `insert into funds_source (name, kind, acquirer, merchant_account, format, calendars, due_after_days, due_minute, time_zone, active_from)
     values ('WeChat Pay movements', 'acquirer', 'wechat', $1, 'wechat-fundflow-bill', '{}', 1, 600, 'Asia/Shanghai', '2020-01-01')`,
    [WECHAT],
  )
})
afterAll(() => bed.close())

async function bring(name: string, content: string | Uint8Array): Promise<void> {
  const { id } = await bed.receive(name, content)
  await takeFile(bed.ctx, bed.parts, id)
  await confirmFile(bed.ctx, { id })
  await takeFile(bed.ctx, bed.parts, id)
  expect(await bed.file(id)).toMatchObject({ state: 'imported' })
}

/** As its page shows it. */
async function payoutOf(acquirer: string, batch: string) {
  const { rows } = await bed.database.pool.query<{ id: string }>(
    'select id::text as id from payout where acquirer = $1 and batch = $2 and open',
    [acquirer, batch],
  )
  expect(rows).toHaveLength(1)
  return getPayout(bed.ctx, { id: rows[0]?.id ?? '' })
}
const ONE = {
  amountMinor: 9_940,
  lineCount: 2,
  kinds: [
    { kind: 'sale', lines: 2 },
    { kind: 'payout', lines: 1 },
  ],
}

const alipayTrades = (day: string, fee = '0.48') =>
  writeZip([
    {
      name: `${ALIPAY}0156_${day.replaceAll('-', '')}_业务明细.csv`,
      bytes: encodeGbk(
        [
          '#支付宝业务明细查询',
          `#账号：[${ALIPAY}]`,
          `#起始日期：[${day} 00:00:00]   终止日期：[${day} 23:59:59]`,
          '#-----------------------------------------业务明细列表----------------------------------------',
          '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,退款批次号/请求号,服务费（元）,备注',
          `${day}-T1\t,A-1\t,交易,咖啡,${day} 09:00:00,${day} 09:00:05,S01,南京路店,,T-7\t,*明,20.00,20.00,,-0.12,\t`,
          `${day}-T2\t,A-2\t,交易,咖啡,${day} 09:30:00,${day} 09:30:05,S01,南京路店,,T-7\t,*明,80.00,80.00,,-${fee},\t`,
          '#-----------------------------------------业务明细列表结束------------------------------------',
          '#交易合计：2笔，商家实收共100.00元',
          '',
        ].join('\n'),
      ),
    },
  ])
const alipayMovements = (day: string, sent = '99.40') =>
  encodeGbk(
    [
      '#支付宝账务明细查询',
      `#账号：[${ALIPAY}]`,
      `#起始日期：[${day} 00:00:00]   终止日期：[${day} 23:59:59]`,
      '#-----------------------------------------账务明细列表----------------------------------------',
      '账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注',
      `1\t,${day}-T1\t,A-1\t,咖啡\t,${day} 09:00:05,x\t,20.00,0.00,20.00,支付宝\t,在线支付,\t`,
      `2\t,${day}-T1\t,A-1\t,服务费\t,${day} 09:00:06,x\t,0.00,-0.12,19.88,支付宝\t,收费,\t`,
      `3\t,${day}-T2\t,A-2\t,咖啡\t,${day} 09:30:05,x\t,80.00,0.00,99.88,支付宝\t,在线支付,\t`,
      `4\t,${day}-T2\t,A-2\t,服务费\t,${day} 09:30:06,x\t,0.00,-0.48,99.40,支付宝\t,收费,\t`,
      `W${day}\t,W\t,\t,提现\t,${day} 23:00:06,x\t,0.00,-${sent},0.00,支付宝\t,提现,\t`,
      '#-----------------------------------------账务明细列表结束------------------------------------',
      '#支出合计：3笔，共-100.00元',
      '#收入合计：2笔，共100.00元',
      '',
    ].join('\n'),
  )

describe('the two bills of a day of Alipay', () => {
  it.each([
    ['trades first', '2026-05-11', [alipayTrades, alipayMovements]],
    ['movements first', '2026-05-12', [alipayMovements, alipayTrades]],
  ] as const)('are one payout, which has the lines of the one and the withdrawal of the other (%s)', async (_, day, bills) => {
    for (const bill of bills) await bring(`${ALIPAY}_${day}.${bill === alipayTrades ? 'zip' : 'csv'}`, bill(day))
    const payout = await payoutOf('alipay', day)
    expect(payout).toMatchObject(ONE)
    expect([payout.gross, payout.fees].map(Number)).toEqual([100, 0.6])
  })
})

describe('a corrected bill', () => {
  const trades = (day: string, fee?: string) => bring(`${ALIPAY}_${day}.zip`, alipayTrades(day, fee))
  const movements = (day: string, sent?: string) => bring(`${ALIPAY}_${day}.csv`, alipayMovements(day, sent))
  const arrived = (day: string) => bed.database.pool.query('update payout set open = false where batch = $1', [day])

  it.each([
    ['trades first', '2026-05-13', false, [trades, movements]],
    ['movements first', '2026-05-14', false, [movements, trades]],
    ['trades first, and the money is there', '2026-05-18', true, [trades, movements]],
    ['movements first, and the money is there', '2026-05-19', true, [movements, trades]],
  ] as const)('of movements keeps the sales of the day (%s)', async (_, day, isThere, bills) => {
    for (const bill of bills) await bill(day)
    if (isThere) await arrived(day)
    await movements(day, '99.30')
    expect(await payoutOf('alipay', day)).toMatchObject({ ...ONE, amountMinor: 9_930 })
  })

  it.each([
    ['trades first', '2026-05-15', false, [trades, movements]],
    ['movements first', '2026-05-16', false, [movements, trades]],
    ['trades first, and the money is there', '2026-05-20', true, [trades, movements]],
    ['movements first, and the money is there', '2026-05-21', true, [movements, trades]],
  ] as const)('of trades keeps the withdrawal of the day (%s)', async (_, day, isThere, bills) => {
    for (const bill of bills) await bill(day)
    if (isThere) await arrived(day)
    await trades(day, '0.50')
    const payout = await payoutOf('alipay', day)
    expect(payout).toMatchObject(ONE)
    expect([payout.gross, payout.fees].map(Number)).toEqual([100, 0.62])
  })
})

describe('the two bills of a day of WeChat Pay', () => {
  it.each([
    ['trades first', '2026-05-11', [wechatTrades, wechatMovements]],
    ['movements first', '2026-05-12', [wechatMovements, wechatTrades]],
  ] as const)('are one payout, which has the lines of the one and the withdrawal of the other (%s)', async (_, day, bills) => {
    for (const bill of bills) await bring(`${WECHAT}${bill === wechatTrades ? 'All' : 'FundFlow'}${day}.csv`, bill(day))
    const payout = await payoutOf('wechat', day)
    expect(payout).toMatchObject(ONE)
    expect([payout.gross, payout.fees].map(Number)).toEqual([100, 0.6])
  })
})
