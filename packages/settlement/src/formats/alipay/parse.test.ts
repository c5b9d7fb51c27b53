import { describe, expect, it } from 'vitest'
import { collectFile } from '../../collect.ts'
import { inspect } from '../../inspect.ts'
import { encodeGbk } from '../../testing/encode-gbk.ts'
import { testTools } from '../../testing/test-tools.ts'
import { writeZip } from '../../testing/write-zip.ts'

/** Made after the published columns; nobody's real bill. */
const TRADE = `#支付宝业务明细查询
#账号：[20887011234567890156]
#起始日期：[2026年05月08日 00:00:00]   终止日期：[2026年05月09日 00:00:00]
#-----------------------------------------业务明细列表----------------------------------------
支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注
2026050822001400000000000001\t,A-1\t,交易,咖啡,2026-05-08 09:00:00,2026-05-08 09:00:05,S01,南京路店,,T-7\t,*明(a***@b.com),20.00,20.00,0.00,0.00,0.00,0.00,0.00,,0.00,0.00,,-0.12,0.00,\t
2026050822001400000000000001\t,A-1\t,退款,咖啡,2026-05-08 10:00:00,2026-05-08 10:00:05,S01,南京路店,,T-7\t,*明(a***@b.com),-5.00,-5.00,0.00,0.00,0.00,0.00,0.00,,0.00,0.00,R-1,0.03,0.00,\t
#-----------------------------------------业务明细列表结束------------------------------------
#交易合计：1笔，商家实收共20.00元
#退款合计：1笔，商家实收退款共-5.00元
#导出时间：[2026年05月09日 09:10:11]
`
const MOVEMENTS = `#支付宝账务明细查询
#账号：[20887011234567890156]
#-----------------------------------------账务明细列表----------------------------------------
账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注
1\t,2026050822001400000000000001\t,A-1\t,咖啡\t,2026-05-08 09:00:05,x\t,20.00,0.00,120.00,支付宝\t,在线支付,\t
2\t,2026050822001400000000000001\t,A-1\t,服务费\t,2026-05-08 09:00:06,x\t,0.00,-0.12,119.88,支付宝\t,收费,\t
3\t,W1\t,\t,提现\t,2026-05-08 23:00:06,x\t,0.00,-100.00,19.88,支付宝\t,提现,\t
#-----------------------------------------账务明细列表结束------------------------------------
#支出合计：2笔，共-100.12元
#收入合计：1笔，共20.00元
`

describe('an Alipay trade bill', () => {
  it('is read out of its ZIP in GBK, the summary left aside', () => {
    const zip = writeZip([
      { name: '20887011234567890156_20260508_业务明细(汇总).csv', bytes: encodeGbk('#汇总\n门店编号,交易订单总笔数\n') },
      { name: '20887011234567890156_20260508_业务明细.csv', bytes: encodeGbk(TRADE) },
    ])
    expect(inspect('bill.zip', zip, testTools)).toMatchObject({
      format: 'alipay-trade',
      verdict: 'accept',
      settlement: [
        {
          batch: '2026-05-08',
          merchant: '20887011234567890156',
          lines: 2,
          gross: '15',
          fees: '0.09',
          net: '14.91',
          payout: null,
        },
      ],
      warnings: [],
    })
  })

  it('keeps store and terminal of each line, and tells a refund by its order', () => {
    const [sale, refund] = collectFile('bill.csv', encodeGbk(TRADE), testTools).lines
    expect(sale).toMatchObject({ kind: 'sale', store: 'S01', terminal: 'T-7', acquirerReference: '2026050822001400000000000001' })
    expect(refund).toMatchObject({ kind: 'refund', acquirerReference: 'R-1', originalReference: '2026050822001400000000000001' })
  })

  it('that leaves an amount out is refused: nothing is not zero', () => {
    const empty = TRADE.replace('20.00,20.00,', '20.00,,')
    expect(inspect('bill.csv', encodeGbk(empty), testTools).reason).toBe('line 6: a line has no amount')
  })

  it('that ends without its end mark names the last line it has', () => {
    const cut = TRADE.slice(0, TRADE.indexOf('#-----------------------------------------业务明细列表结束'))
    expect(inspect('bill.csv', encodeGbk(cut), testTools).warnings).toMatchObject([{ code: 'file', line: 7 }])
  })

  it('is judged by its totals and its end mark', () => {
    const wrong = inspect('bill.csv', encodeGbk(TRADE.replace('商家实收共20.00元', '商家实收共21.00元')), testTools)
    expect(wrong).toMatchObject({ verdict: 'accept-with-warning', warnings: [{ code: 'declared-total', line: 9 }] })
    const cut = inspect(
      'bill.csv',
      encodeGbk(TRADE.slice(0, TRADE.indexOf('#-----------------------------------------业务明细列表结束'))),
      testTools,
    )
    expect(cut).toMatchObject({ verdict: 'accept-with-warning', warnings: [{ code: 'file' }] })
  })
})

describe('an Alipay account bill', () => {
  it('follows the balance from line to line, and a withdrawal is the payout', () => {
    expect(inspect('bill.csv', encodeGbk(MOVEMENTS), testTools)).toMatchObject({
      format: 'alipay-signcustomer',
      verdict: 'accept',
      settlement: [{ lines: 3, gross: '20', fees: '0.12', net: '19.88', payout: '100' }],
    })
    const broken = inspect('bill.csv', encodeGbk(MOVEMENTS.replace('119.88', '119.98')), testTools)
    expect(broken).toMatchObject({ verdict: 'accept-with-warning', warnings: [{ code: 'balance-mismatch', line: 6 }] })
  })
})
