import { expect, it } from 'vitest'
import { overTls } from './over-tls.ts'

it.each([
  ['http://dwbillcenter.alipay.com/a?b=c', 'https://dwbillcenter.alipay.com/a?b=c'],
  ['https://dwbillcenter.alipay.com/a', 'https://dwbillcenter.alipay.com/a'],
  // Whether it may be asked is for others to say.
  ['http://evil.example/a', 'http://evil.example/a'],
])('%s is fetched as %s', (given, fetched) => {
  expect(overTls(given).href).toBe(fetched)
})

it('is no address at all', () => {
  expect(() => overTls('over there')).toThrow('answer_unclear')
})
