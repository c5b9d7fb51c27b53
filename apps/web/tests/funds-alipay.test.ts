import { addConnector } from '@counterfoil/services/funds/pulls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeGbk, writeZip } from '../../../packages/services/tests/funds/alipay-form.ts'
import { listen } from './support/providers/listen.ts'
import { type AlipayFault, type AlipayServer, openAlipay } from './support/providers/open-alipay.ts'
import { openPullsBed, type PullsBed } from './support/providers/open-pulls-bed.ts'

let bed: PullsBed
let alipay: AlipayServer
beforeAll(async () => {
  bed = await openPullsBed('2026-05-13T10:30:00+08:00')
  alipay = await openAlipay(bed.nowMs)
  await bed.start({ alipay: alipay.origin })
})
afterAll(async () => {
  await bed?.close()
  await alipay?.close()
})

const trade = (account: string, order: string) =>
  writeZip([
    { name: `${account}_20260512_业务明细(汇总).csv`, bytes: encodeGbk('#汇总\n门店编号,交易订单总笔数\n') },
    {
      name: `${account}_20260512_业务明细.csv`,
      bytes: encodeGbk(`#支付宝业务明细查询
#账号：[${account}]
#起始日期：[2026年05月12日 00:00:00]   终止日期：[2026年05月13日 00:00:00]
#-----------------------------------------业务明细列表----------------------------------------
支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注
20260512220014${order}\t,A-1\t,交易,咖啡,2026-05-12 09:00:00,2026-05-12 09:00:05,S01,南京路店,,T-7\t,*明(a***@b.com),20.00,20.00,0.00,0.00,0.00,0.00,0.00,,0.00,0.00,,-0.12,0.00,\t
#-----------------------------------------业务明细列表结束------------------------------------
#交易合计：1笔，商家实收共20.00元
#退款合计：0笔，商家实收退款共0.00元
#导出时间：[2026年05月13日 09:10:11]
`),
    },
  ])

let apps = 2_021_000_000_000_000
async function add(name: string, ...faults: readonly AlipayFault[]) {
  apps += 1
  const app = String(apps)
  alipay.put(app, 'trade', '2026-05-12', trade(`20887011234${String(apps).slice(-9)}`, app))
  alipay.fail(app, ...faults)
  await addConnector(bed.ctx, {
    name,
    kind: 'alipay',
    settings: { app, platformKey: alipay.platformKey, bills: ['trade'], fromDay: '2026-05-12' },
    secrets: { privateKey: alipay.addApp(app) },
  })
  return { app, name, file: `alipay-${app}-trade-2026-05-12.zip` }
}
const asked = (app: string) => alipay.asked.filter((line) => line.startsWith(app)).length
const troubles = async (pulls: readonly { name: string }[]) =>
  (await Promise.all(pulls.map(({ name }) => bed.pull(name)))).map((one) => one?.trouble)
const kept = async (pulls: readonly { file: string }[]) =>
  (await Promise.all(pulls.map(({ file }) => bed.kept(file)))).map((size) => size !== undefined)

describe('bills of Alipay', () => {
  it('are fetched once and read out of their ZIP, and a late one is asked for again', async () => {
    const [daily, late] = await Promise.all([
      add('daily'),
      add('late', { code: '40004', why: 'isp.bill_not_exist' }, { code: '40004', why: 'isp.bill_not_exist' }),
    ])
    await bed.looked('daily', 'late')
    expect(await bed.file(daily.file)).toMatchObject({ via: 'api', by: 'alipay', format: 'alipay-trade' })
    expect(await bed.bills('late')).toEqual([{ name: late.file, state: 'due', trouble: 'not_ready' }])
    await bed.start({ alipay: alipay.origin })
    await bed.lookAgain(['daily', 'late'], 31)
    await bed.lookAgain(['daily', 'late'], 61)
    expect(await bed.bills('late')).toEqual([{ name: late.file, state: 'fetched', trouble: null }])
    expect([asked(daily.app), asked(late.app)]).toEqual([1, 3])
    expect(await troubles([daily, late])).toEqual([null, null])
    expect(alipay.wrong).toEqual([])
  })

  it('are refused, and that is recorded, where something shows that it is not Alipay who speaks', async () => {
    const cases: readonly (readonly [AlipayFault, string])[] = [
      ['unsigned', 'answer_not_signed'],
      ['forged', 'answer_signature_wrong'],
      ['altered', 'answer_signature_wrong'],
      ['redirect', 'redirected'],
      ['file_redirect', 'redirected'],
    ]
    const pulls = await Promise.all(cases.map(([fault], index) => add(`forged-${index}`, fault)))
    const names = pulls.map(({ name }) => name)
    await bed.looked(...names)
    const words = cases.map(([, word]) => word)
    expect([await troubles(pulls), await kept(pulls)]).toEqual([words, words.map(() => false)])
    expect(await Promise.all(names.map(bed.refusals))).toEqual(words.map((word) => [word]))
    await bed.lookAgain(names, 31)
    expect([await troubles(pulls), await kept(pulls)]).toEqual([words.map(() => null), words.map(() => true)])
  })

  it('are fetched from nowhere else, whoever says so', async () => {
    const visitors: string[] = []
    const elsewhere = await listen((request, response) => {
      visitors.push(request.url ?? '')
      return response.end('PK')
    })
    try {
      const lured = await add('lured', { downloadAt: elsewhere.origin })
      await bed.looked('lured')
      expect(await troubles([lured])).toEqual(['elsewhere'])
      expect(await bed.refusals('lured')).toEqual(['elsewhere'])
      expect(visitors).toEqual([])
    } finally {
      await elsewhere.close()
    }
  })

  it('are fetched later where the gateway is busy or refuses, where an address is over, and where a ZIP is not whole', async () => {
    const cases: readonly (readonly [AlipayFault, string])[] = [
      [{ status: 403 }, 'sign_in_refused'],
      [{ status: 404 }, 'no_such_bill'],
      [{ status: 429 }, 'server_busy'],
      [{ status: 502 }, 'server_busy'],
      [{ code: '20000', why: 'isp.unknow-error' }, 'server_busy'],
      [{ code: '40006', why: 'isv.insufficient-isv-permissions' }, 'sign_in_refused'],
      [{ code: '40002', why: 'isv.invalid-signature', unsigned: true }, 'sign_in_refused'],
      [{ code: '40004', why: 'isv.invalid_arguments' }, 'answer_unclear'],
      ['page', 'answer_unclear'],
      ['cut_short', 'connection_lost'],
      ['truncated', 'connection_lost'],
    ]
    const pulls = await Promise.all(cases.map(([fault], index) => add(`busy-${index}`, fault)))
    const names = pulls.map(({ name }) => name)
    await bed.looked(...names)
    expect([await troubles(pulls), await kept(pulls)]).toEqual([cases.map(([, word]) => word), cases.map(() => false)])
    await bed.lookAgain(names, 31)
    expect([await troubles(pulls), await kept(pulls)]).toEqual([cases.map(() => null), cases.map(() => true)])
    expect((await Promise.all(names.map(bed.refusals))).flat()).toEqual([])
  })

  it('do not exist where that is said a day after they had to be there, and said by Alipay', async () => {
    const gone: AlipayFault = { code: '40004', why: 'isp.bill_not_exist' }
    const unsure: AlipayFault = { ...gone, unsigned: true }
    const [closed, doubted] = await Promise.all([add('closed', gone, gone, gone), add('doubted', gone, unsure, unsure)])
    await bed.looked('closed', 'doubted')
    await bed.lookAgain(['closed', 'doubted'], 24 * 60)
    const of = async (name: string, file: string) => (await bed.bills(name)).find((bill) => bill.name === file)?.state
    await expect.poll(() => of('closed', closed.file), { timeout: 60_000 }).toBe('none')
    expect(await of('doubted', doubted.file)).toBe('due')
  })
})
