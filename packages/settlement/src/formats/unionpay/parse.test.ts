import { describe, expect, it } from 'vitest'
import { collectFile } from '../../collect.ts'
import { inspect } from '../../inspect.ts'
import { encodeGbk } from '../../testing/encode-gbk.ts'
import { TEST_CARD, testTools } from '../../testing/test-tools.ts'

const ZM = [
  3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6, 2, 4, 32, 1, 21, 15, 1, 15, 32, 13, 13, 8, 32, 13,
  13, 12, 2, 1, 32, 98,
]

/** A line of the published widths with the fields given by their numbers; letters of Chinese count two bytes. */
function zmLine(fields: Readonly<Record<number, string>>): string {
  return ZM.map((width, index) => {
    const text = fields[index + 1] ?? ''
    return text + ' '.repeat(width - encodeGbk(text).length)
  }).join(' ')
}

const SALE = {
  1: 'S22',
  2: '00000000001',
  3: '00000000002',
  4: '000123',
  5: '0508093000',
  6: '622202******1234',
  7: '000000010000',
  10: '202605080930000001234',
  12: 'A-1',
  16: 'D000000000060',
  17: 'C000000010000',
  28: '898310000000001',
  33: 'C000000009940',
  34: '门店',
}
const NAME = 'INN26050901ZM_898310000000001'
const file = (...lines: Readonly<Record<number, string>>[]) => encodeGbk(`${lines.map(zmLine).join('\r\n')}\r\n`)

describe('a UnionPay ZM file', () => {
  it('is cut by bytes, so that Chinese letters before a field do not move it', () => {
    expect(inspect(NAME, file(SALE), testTools)).toMatchObject({
      format: 'unionpay-zm',
      verdict: 'accept',
      settlement: [{ batch: '2026-05-09', merchant: '898310000000001', lines: 1, gross: '100', fees: '0.6', net: '99.4' }],
    })
    const [line] = collectFile(NAME, file({ ...SALE, 12: '订单一' }), testTools).lines
    expect(line).toMatchObject({ merchantReference: '订单一', traceNumber: '000123', happenedAt: '2026-05-08 09:30:00' })
  })

  it('takes December for last year when it is cleared in January', () => {
    const [line] = collectFile('INN27010101ZM_898310000000001', file({ ...SALE, 5: '1231235959' }), testTools).lines
    expect(line?.happenedAt).toBe('2026-12-31 23:59:59')
  })

  it('tells a day that does not exist, with the line', () => {
    const document = inspect(NAME, file(SALE, { ...SALE, 5: '0230093000' }), testTools)
    expect(document).toMatchObject({ verdict: 'accept-with-warning', warnings: [{ code: 'date', line: 2 }] })
  })

  it('shows a card number truncated only', () => {
    const document = inspect(NAME, file({ ...SALE, 6: TEST_CARD }), testTools)
    expect(document).toMatchObject({ verdict: 'accept-with-warning', warnings: [{ code: 'card-numbers', line: 1 }] })
    expect(collectFile(NAME, file({ ...SALE, 6: TEST_CARD }), testTools).lines[0]?.card).toBe('411111******1111')
  })

  it('is refused with the line where it is cut off or has other widths', () => {
    const bytes = file(SALE, SALE)
    expect(inspect(NAME, bytes.subarray(0, 800), testTools)).toMatchObject({
      verdict: 'reject',
      reason: expect.stringContaining('line 2'),
    })
    expect(inspect(`${NAME.replace('ZM', 'ZME')}`, bytes, testTools).verdict).toBe('reject')
  })
})
