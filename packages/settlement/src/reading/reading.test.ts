import { describe, expect, it } from 'vitest'
import { dayNumber } from '../calendars/civil-day.ts'
import { CALENDARS } from '../calendars/registry.ts'
import { collectFile } from '../collect.ts'
import { formatDecimal } from '../decimal.ts'
import { bytesOf } from '../testing/bytes.ts'
import { contractWith } from '../testing/contract.ts'
import { testTools } from '../testing/test-tools.ts'
import { openContractClock } from './contract-clock.ts'
import { openTimeReader } from './local-time.ts'
import { openStatementReading } from './read-bank-lines.ts'
import { openPayoutDays, readPayouts, sumOf } from './read-payouts.ts'
import { openSettlementReading } from './read-settlement.ts'
import type { SettlementSource } from './settlement-source.ts'

const ADYEN = `Merchant Account,Psp Reference,Merchant Reference,Payment Method,Creation Date,TimeZone,Type,Modification Reference,Gross Currency,Gross Debit (GC),Gross Credit (GC),Net Currency,Net Debit (NC),Net Credit (NC),Commission (NC),Markup (NC),Scheme Fees (NC),Interchange (NC),Batch Number
M1,P1,A-1,visa,2026-05-08 09:00:00,CEST,Settled,,EUR,,84.20,EUR,,83.36,0.84,,,,380
M1,P2,A-2,visa,2026-05-08 23:59:59,CEST,Settled,,EUR,,10.00,EUR,,9.90,0.10,,,,380
M1,P1,A-1,visa,2026-05-08 10:00:00,CEST,Refunded,R1,EUR,20.00,,EUR,20.00,,,,,,380
M1,,,,2026-05-10 01:00:00,CEST,Balancetransfer,from 379,,,,EUR,,1.00,,,,,380
M1,,,,2026-05-10 01:00:00,CEST,DepositCorrection,Reserve,,,,EUR,4.00,,,,,,380
M1,,,,2026-05-12 01:00:00,CEST,MerchantPayout,"TX635094301XT batch 380, M1",,,,EUR,70.26,,,,,,380
`
const WECHAT_NAMES =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'
const wechatLine = (time: string, order: string, amount: string, fee: string) =>
  `\`${time},\`wx,\`1900,\`0,\`T7,\`${order},\`${order}-o,\`u,\`MICROPAY,\`SUCCESS,\`CMB,\`CNY,\`${amount},\`0.00,\`0,\`0,\`0.00,\`0.00,\`,\`,\`咖啡,\`,\`${fee},\`0.60%,\`${amount},\`0.00,\``
const source = (changed: Partial<SettlementSource>): SettlementSource => ({
  acquirer: 'adyen',
  merchantAccount: 'M1',
  format: 'adyen-settlement-details',
  file: 'f1',
  fileNumber: 1,
  fileName: 'settlement_detail_report_batch_380.csv',
  ...changed,
})
const wechat = contractWith({
  id: 'w',
  acquirer: 'wechat',
  merchantAccount: '1900',
  currency: 'CNY',
  zone: 'Asia/Shanghai',
  settlementLag: 1,
  settlementCalendars: ['china'],
  payout: { frequency: { every: 'day' }, minimumMinor: 1_000, referencePattern: '1900 \\d{8}', namePatterns: ['财付通'] },
  bank: { account: 'CN1', calendars: ['china'], bookingLagDays: 0 },
})
const tools = {
  ...testTools,
  clock: openContractClock([contractWith(), wechat]),
  times: openTimeReader(),
}
const read = (of: SettlementSource, text: string) => {
  const reading = openSettlementReading(of, tools)
  const lines = collectFile(of.fileName, bytesOf(text), testTools).lines.flatMap((line) => reading.read(line) ?? [])
  return { lines, batches: reading.batches() }
}
const day = (text: string) => dayNumber(text)

describe('a settlement file as it is matched', () => {
  it('gives minor units, instants, sales days and ids that do not change', () => {
    const { lines } = read(source({}), ADYEN)
    expect(lines).toHaveLength(3)
    expect(lines[0]).toMatchObject({
      id: 'f1:1',
      kind: 'sale',
      grossMinor: 8_420,
      happenedAtMs: Date.parse('2026-05-08T07:00:00Z'),
      salesDay: day('2026-05-08'),
      acquirerReference: 'P1',
      payout: 'adyen/M1/EUR/380',
    })
    expect(lines[1]?.happenedAtMs).toBe(Date.parse('2026-05-08T21:59:59Z'))
    expect(lines[2]).toMatchObject({ kind: 'refund', grossMinor: -2_000, acquirerReference: 'R1', originalReference: 'P1' })
    expect(read(source({}), ADYEN)).toEqual(read(source({}), ADYEN))
  })

  it('groups what is about the batch into its payout, due by the contract and named by its pattern', () => {
    const { batches } = read(source({}), ADYEN)
    expect(formatDecimal(sumOf(batches[0] as (typeof batches)[0]))).toBe('70.26')
    expect(batches[0]?.reserves).toHaveLength(1)
    const { payouts } = readPayouts(batches, tools, openPayoutDays(CALENDARS))
    expect(payouts).toMatchObject([
      {
        announced: true,
        payout: { amountMinor: 7_026, references: ['TX635094301XT'], account: 'DE02', dueDay: day('2026-05-12') },
      },
    ])
  })

  it('sums the bill of a day where nothing is announced, the line of the evening before too, and carries what is too little', () => {
    const bill = (name: string, ...lines: string[]) =>
      read(
        source({ acquirer: 'wechat', merchantAccount: '1900', format: 'wechat-trade-bill', file: name, fileName: name }),
        `${WECHAT_NAMES}\n${lines.join('\n')}\n`,
      ).batches
    const batches = [
      ...bill('1900All2026-05-06.csv', wechatLine('2026-05-06 12:00:00', 'W1', '5.00', '0.03000')),
      ...bill(
        '1900All2026-05-07.csv',
        wechatLine('2026-05-06 23:59:59', 'W2', '10.00', '0.06040'),
        wechatLine('2026-05-07 12:00:00', 'W3', '20.00', '0.12050'),
      ),
    ]
    const { payouts, waiting } = readPayouts(batches, tools, openPayoutDays(CALENDARS))
    expect(waiting).toEqual([])
    expect(payouts).toMatchObject([
      {
        announced: false,
        carried: ['wechat/1900/CNY/2026-05-06'],
        payout: { amountMinor: 2_982 + 497, references: ['1900 20260507'], dueDay: day('2026-05-08') },
      },
    ])
    expect(readPayouts(batches.toReversed(), tools, openPayoutDays(CALENDARS)).payouts).toEqual(payouts)
  })

  it('tells the two hours of the night when clocks go back apart where the file names them', () => {
    const times = openTimeReader()
    const read = (zone: string | null) => times.read('2026-10-25 02:30:00', zone, 'Europe/Berlin')
    expect(read('CEST')).toBe(Date.parse('2026-10-25T00:30:00Z'))
    expect(read('CET')).toBe(Date.parse('2026-10-25T01:30:00Z'))
    expect(read('AMS')).toBe(read(null))
    expect(times.read('2026-02-30 02:30:00', null, 'Europe/Berlin')).toBeNull()
    expect(times.read('2026-05-08T02:30:00-0400', null, 'Europe/Berlin')).toBe(Date.parse('2026-05-08T06:30:00Z'))
  })
})

const MT940 = `:20:S1
:25:DE 02
:28C:1/1
:60F:C260511EUR100,00
:61:2605120512C70,26NTRFTX635094301XT//B1
:86:ADYEN N.V. TX635094301XT BATCH 380
:61:2605120512RC5,00NTRFNONREF
:86:RETURN
:62F:C260512EUR165,26
`

describe('a statement as it is matched', () => {
  it('keeps what moves the account, with its sign from the mark and its references in front', () => {
    const reading = openStatementReading({ file: 's1', fileNumber: 1, ...testTools })
    const { statements } = collectFile('s.sta', bytesOf(MT940), testTools)
    const lines = statements.flatMap(({ entries, ...head }) => {
      reading.begin(head)
      return entries.flatMap((entry) => reading.read(entry) ?? [])
    })
    expect(lines).toMatchObject([
      { id: 's1:1', account: 'DE02', amountMinor: 7_026, bookingDay: day('2026-05-12'), booked: true, bankReference: 'B1' },
      { id: 's1:2', amountMinor: -500 },
    ])
    expect(lines[0]?.text.startsWith('TX635094301XT ')).toBe(true)
  })
})
