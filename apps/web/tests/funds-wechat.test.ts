import { addConnector } from '@counterfoil/services/funds/pulls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listen } from './support/providers/listen.ts'
import { openPullsBed, type PullsBed } from './support/providers/open-pulls-bed.ts'
import { openWechat, type WechatFault, type WechatServer } from './support/providers/open-wechat.ts'

let bed: PullsBed
let wechat: WechatServer
beforeAll(async () => {
  // Before ten in Beijing: the bills of the day before may not be ready.
  bed = await openPullsBed('2026-05-13T09:30:00+08:00')
  wechat = await openWechat(bed.nowMs)
  await bed.start({ wechat: wechat.origin })
})
afterAll(async () => {
  await bed?.close()
  await wechat?.close()
})

const TRADE_NAMES =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'
const tradeBill = (merchant: string, order: string) =>
  `\uFEFF${TRADE_NAMES}\r
\`2026-05-12 09:00:00,\`wx1,\`${merchant},\`0,\`T1,\`42000${order},\`A-${order},\`u1,\`MICROPAY,\`SUCCESS,\`OTHERS,\`CNY,\`20.00,\`0.00,\`0,\`0,\`0.00,\`0.00,\`,\`,\`咖啡,\`,\`0.12000,\`0.60%,\`20.00,\`0.00,\`\r
总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额\r
\`1,\`20.00,\`0.00,\`0.00,\`0.12000,\`20.00,\`0.00\r
`
const fundFlow = (order: string) =>
  `\uFEFF记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号\r
\`2026-05-12 09:00:00,\`42000${order},\`50000${order},\`交易,\`交易,\`收入,\`20.00,\`120.00,\`system,\`,\`42000${order}\r
资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额\r
\`1,\`1,\`20.00,\`0,\`0.00\r
`

/** A pull of a merchant of its own. */
async function add(name: string, merchant: string, settings: { bills?: ('tradebill' | 'fundflowbill')[]; gzip?: boolean } = {}) {
  const { privateKey, certificateSerial } = wechat.addMerchant(merchant)
  await addConnector(bed.ctx, {
    name,
    kind: 'wechat',
    settings: { merchant, certificateSerial, platformKeys: [wechat.platform], fromDay: '2026-05-12', ...settings },
    secrets: { privateKey },
  })
  return (what: string, day = '2026-05-12') => `wechat-${merchant}-${what}-${day}.csv`
}
let merchants = 1_900_000_600
const nextMerchant = () => {
  merchants += 1
  return String(merchants)
}
/** A pull for each list of faults, whose merchant has one bill. */
async function addAll(faults: readonly (readonly WechatFault[])[]) {
  const added = await Promise.all(
    faults.map(async (list) => {
      const merchant = nextMerchant()
      wechat.put(merchant, 'tradebill', '2026-05-12', tradeBill(merchant, merchant))
      wechat.fail(merchant, ...list)
      const name = `faulty-${merchant}`
      return { name, file: (await add(name, merchant, { bills: ['tradebill'] }))('tradebill') }
    }),
  )
  const names = added.map(({ name }) => name)
  const files = added.map(({ file }) => file)
  return {
    names,
    files,
    troubles: async () => (await Promise.all(names.map(bed.pull))).map((one) => one?.trouble),
    kept: async () => (await Promise.all(files.map(bed.kept))).map((size) => size !== undefined),
  }
}
const asked = (merchant: string) => wechat.asked.filter((line) => line.startsWith(merchant))

describe('bills of WeChat Pay', () => {
  it('are fetched from ten in Beijing, each once, also by a hub that starts anew', async () => {
    wechat.put('1900000101', 'tradebill', '2026-05-12', tradeBill('1900000101', '01'))
    wechat.put('1900000101', 'fundflowbill', '2026-05-12', fundFlow('01'))
    const file = await add('daily', '1900000101')
    await bed.looked('daily')
    expect(asked('1900000101')).toEqual([])

    await bed.lookAgain('daily', 30)
    await expect.poll(() => bed.file(file('fundflowbill')), { timeout: 60_000 }).toBeDefined()
    await expect.poll(() => bed.file(file('tradebill')), { timeout: 60_000 }).toBeDefined()
    expect(await bed.file(file('tradebill'))).toMatchObject({ via: 'api', by: 'wechat', format: 'wechat-trade-bill' })
    expect(await bed.file(file('fundflowbill'))).toMatchObject({ via: 'api', by: 'wechat', format: 'wechat-fundflow-bill' })

    await bed.start({ wechat: wechat.origin })
    await bed.lookAgain('daily', 30)
    await bed.lookAgain('daily', 30)
    expect(asked('1900000101').toSorted()).toEqual(['1900000101 fundflowbill 2026-05-12', '1900000101 tradebill 2026-05-12'])
    expect(await bed.pull('daily')).toMatchObject({ kind: 'wechat', user: '1900000101', trouble: null })
    expect(wechat.wrong).toEqual([])
  })

  it('are kept as they are where they come packed, with the hash of the bill itself', async () => {
    wechat.put('1900000102', 'tradebill', '2026-05-12', tradeBill('1900000102', '02'))
    const file = await add('packed', '1900000102', { bills: ['tradebill'], gzip: true })
    await bed.looked('packed')
    expect(await bed.file(file('tradebill'))).toMatchObject({ format: 'wechat-trade-bill' })
    expect(await bed.pull('packed')).toMatchObject({ trouble: null })
  })

  it('that are not ready are asked for later, those of a day without trade never again', async () => {
    wechat.put('1900000103', 'tradebill', '2026-05-12', tradeBill('1900000103', '03'))
    wechat.fail('1900000103', { status: 400, code: 'STATEMENT_CREATING' }, { status: 400, code: 'STATEMENT_CREATING' })
    const file = await add('late', '1900000103', { bills: ['tradebill'] })
    await bed.looked('late')
    expect(await bed.bills('late')).toEqual([{ name: file('tradebill'), state: 'due', trouble: 'not_ready' }])
    expect(await bed.pull('late')).toMatchObject({ trouble: null })
    await bed.lookAgain('late', 30)
    // Twice in vain: the third time is after twice as long.
    await bed.lookAgain('late', 30)
    expect(asked('1900000103')).toHaveLength(2)
    await bed.lookAgain('late', 31)
    expect(await bed.bills('late')).toEqual([{ name: file('tradebill'), state: 'fetched', trouble: null }])
    expect(asked('1900000103')).toHaveLength(3)

    const none = await add('closed', '1900000104', { bills: ['tradebill'] })
    await bed.looked('closed')
    await bed.lookAgain('closed', 30)
    expect(await bed.bills('closed')).toEqual([{ name: none('tradebill'), state: 'none', trouble: null }])
    expect(asked('1900000104')).toHaveLength(1)
  })

  it('are refused, and that is recorded, where something shows that it is not WeChat Pay who speaks', async () => {
    const cases: readonly (readonly [WechatFault, string])[] = [
      ['unsigned', 'answer_not_signed'],
      ['forged', 'answer_signature_wrong'],
      ['altered', 'answer_signature_wrong'],
      ['stale', 'answer_old'],
      ['other_hash', 'hash_wrong'],
      ['redirect', 'redirected'],
    ]
    const { names, files, troubles, kept } = await addAll(cases.map(([fault]) => [fault, fault]))
    await bed.looked(...names)
    const words = cases.map(([, word]) => word)
    expect([await troubles(), await kept()]).toEqual([words, files.map(() => false)])
    await bed.lookAgain(names, 31)
    expect(await Promise.all(names.map(bed.refusals))).toEqual(words.map((word) => [word]))
    await bed.lookAgain(names, 61)
    expect([await troubles(), await kept()]).toEqual([words.map(() => null), files.map(() => true)])
  })

  it('are fetched from nowhere else, whoever says so', async () => {
    const visitors: string[] = []
    const elsewhere = await listen((request, response) => {
      visitors.push(request.url ?? '')
      response.end('a bill of somebody')
    })
    try {
      wechat.put('1900000301', 'tradebill', '2026-05-12', tradeBill('1900000301', '31'))
      wechat.fail('1900000301', { downloadAt: elsewhere.origin })
      const file = await add('lured', '1900000301', { bills: ['tradebill'] })
      await bed.looked('lured')
      expect(await bed.pull('lured')).toMatchObject({ trouble: 'elsewhere' })
      expect(await bed.refusals('lured')).toEqual(['elsewhere'])
      expect(await bed.file(file('tradebill'))).toBeUndefined()
      expect(visitors).toEqual([])
    } finally {
      await elsewhere.close()
    }
  })

  it('are fetched later where the server is busy or refuses, and the list says what was wrong', async () => {
    const cases: readonly (readonly [WechatFault, string])[] = [
      [{ status: 401, code: 'SIGN_ERROR' }, 'sign_in_refused'],
      [{ status: 403, code: 'NO_AUTH' }, 'sign_in_refused'],
      [{ status: 404 }, 'no_such_bill'],
      [{ status: 429, code: 'FREQUENCY_LIMITED' }, 'server_busy'],
      [{ status: 500 }, 'server_busy'],
      [{ status: 400, code: 'PARAM_ERROR' }, 'answer_unclear'],
      ['truncated', 'connection_lost'],
    ]
    const { names, files, troubles, kept } = await addAll(cases.map(([fault]) => [fault]))
    await bed.looked(...names)
    expect([await troubles(), await kept()]).toEqual([cases.map(([, word]) => word), files.map(() => false)])
    await bed.lookAgain(names, 31)
    expect([await troubles(), await kept()]).toEqual([cases.map(() => null), files.map(() => true)])
    expect((await Promise.all(names.map(bed.refusals))).flat()).toEqual([])
  })

  it('tell a wrong key from a busy server, and nobody is told of a key', async () => {
    wechat.addMerchant('1900000501')
    const { privateKey } = wechat.addMerchant('1900000502')
    await addConnector(bed.ctx, {
      name: 'mistaken',
      kind: 'wechat',
      settings: { merchant: '1900000501', certificateSerial: '00000000', platformKeys: [wechat.platform], fromDay: '2026-05-12' },
      secrets: { privateKey },
    })
    await bed.looked('mistaken')
    expect(await bed.pull('mistaken')).toMatchObject({ trouble: 'sign_in_refused' })
    expect(wechat.wrong).toEqual(['serial_no'])
    const texts = await Promise.all(
      [
        'select a::text as t from audit_entry a',
        'select p::text as t from funds_pull p',
        `select encode(sealed, 'escape') as t from funds_pull_secret`,
      ].map(async (sql) => (await bed.bed.database.owner.query<{ t: string }>(sql)).rows.map(({ t }) => t)),
    )
    const line = privateKey.split('\n')[3] ?? ''
    expect(line).toHaveLength(64)
    expect(texts.flat().filter((text) => text.includes(line))).toEqual([])
  })
})
