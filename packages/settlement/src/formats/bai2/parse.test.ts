import { describe, expect, it } from 'vitest'
import { inspect } from '../../inspect.ts'
import { bytesOf } from '../../testing/bytes.ts'
import { testTools } from '../../testing/test-tools.ts'

const FILE = [
  '01,SND,RCV,260512,0800,1,80,,2/',
  '02,RCV,SND,1,260512,0800,USD,2/',
  '03,123456,USD,010,10000,,,015/',
  '88,11000,,/',
  '16,165,1000,Z,B1,C1,CARD PAY',
  '88,MENT 12,3 OK',
  '49,22000,5/',
  '98,22000,1,7/',
  '99,22000,1,9/',
]
const look = (change: (text: string) => string = (text) => text) =>
  inspect('file', bytesOf(change(`${FILE.join('\n')}\n`)), testTools)

describe('a BAI2 file', () => {
  it('goes on in continuation lines, in balances and in texts', () => {
    expect(look()).toMatchObject({
      ...{ verdict: 'accept', warnings: [] },
      statements: [{ opening: { amount: '100' }, closing: { amount: '110' }, credits: { USD: '10' } }],
    })
  })

  it('tells a group or a file that declares more than its parts', () => {
    const codes = (from: string, to: string) =>
      look((text) => text.replace(from, to)).warnings.map(({ code, line }) => [code, line])
    expect(codes('99,22000', '99,32000')).toEqual([['declared-total', 9]])
    expect(codes('98,22000', '98,32000')).toEqual([
      ['declared-total', 8],
      ['declared-total', 9],
    ])
  })

  it('tells a day that does not exist, and a transaction below zero', () => {
    expect(look((text) => text.replace('1,260512,0800,USD', '1,260230,0800,USD'))).toMatchObject({
      ...{ verdict: 'accept', warnings: [{ code: 'date', line: 2 }], statements: [{ opening: { date: null } }] },
    })
    expect(look((text) => text.replace('165,1000', '165,-1000'))).toMatchObject({
      verdict: 'accept-with-warning',
      warnings: expect.arrayContaining([expect.objectContaining({ code: 'amount', line: 5 })]),
    })
  })
})
