import { expect, it } from 'vitest'
import { inspect } from '../../inspect.ts'
import { bytesOf } from '../../testing/bytes.ts'
import { testTools } from '../../testing/test-tools.ts'

const FLOW = `记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号
\`2026-05-12 10:00:00,\`4200,\`F1,\`交易,\`交易,\`收入,\`10.00,\`110.00,\`system,\`x,\`B1
\`2026-05-12 10:00:00,\`4200,\`F2,\`扣除交易手续费,\`扣除交易手续费,\`支出,\`0.06,\`109.94,\`system,\`x,\`B1
`

it('a bill that ends without its totals names the last line it has', () => {
  expect(inspect('bill.csv', bytesOf(FLOW), testTools)).toMatchObject({
    verdict: 'accept-with-warning',
    warnings: [{ code: 'file', line: 3 }],
  })
})

it('a bill whose balance breaks once says so of that line alone', () => {
  expect(inspect('bill.csv', bytesOf(FLOW.replace('109.94', '90.00')), testTools).warnings).toMatchObject([
    { code: 'balance-mismatch', line: 3, message: 'the balance does not follow from the one before and the amount' },
    { code: 'file', line: 3 },
  ])
})

it('a sale without an amount refuses the bill: nothing is not zero', () => {
  const trade =
    '交易时间,商户号,微信订单号,商户订单号,交易状态,应结订单金额,手续费\n`2026-05-12 10:00:00,`1600,`4200,`B1,`SUCCESS,`,`0.06\n'
  expect(inspect('bill.csv', bytesOf(trade), testTools).reason).toBe('line 2: a sale has no amount')
})
