import { expect } from 'vitest'
import { inspect } from '../../inspect.ts'
import { testEachSample } from '../../testing/samples.ts'
import { testTools } from '../../testing/test-tools.ts'

interface WechatFacts {
  readonly kind: string
  readonly rows: number
  readonly sum_settle?: string
  readonly sum_fee?: string
  readonly sum_income?: string
  readonly sum_expense?: string
}

testEachSample(
  'settlement',
  ({ file, bytes, expect: verdict, facts: given }) => {
    const facts = given as unknown as WechatFacts
    const document = inspect(file, bytes, testTools)
    expect(document.verdict).toBe(verdict)
    if (verdict === 'reject') return expect(document.reason).toMatch(/^line 6: "a0\.00" in column 申请退款总金额/)
    expect(document).toMatchObject({ format: facts.kind, settlement: [{ currency: 'CNY', lines: facts.rows }] })
    const [batch] = document.settlement
    if (facts.sum_settle !== undefined) expect(batch).toMatchObject({ gross: facts.sum_settle, fees: facts.sum_fee })
    else expect(batch?.net).toBe(String(Number(facts.sum_income) - Number(facts.sum_expense)))
  },
  'wechat-trade-bill',
  'wechat-fundflow-bill',
)
