import { describe, expect, it } from 'vitest'
import { splitLineNets } from './split-line-nets.ts'

const terms = (lineNets: string) => ({
  left: [
    { term: 'line_nets', amount: lineNets },
    { term: 'adjustments', amount: '0' },
    { term: 'carried_in', amount: '12.5' },
    { term: 'reserve', amount: '0' },
  ],
  right: [{ term: 'payout', amount: '31512.5' }],
})
const KINDS = [
  { kind: 'sale', net: '33780.00' },
  { kind: 'refund', net: '-590.00' },
  { kind: 'reserve', net: '-1689.00' },
  { kind: 'adjustment', net: '-1.00' },
  { kind: 'payout', net: '-31512.50' },
]

describe('the terms of a payout', () => {
  it('tell what is held back and corrected apart from the net of its lines, and come to the same', () => {
    expect(splitLineNets(terms('31500'), KINDS)).toEqual({
      left: [
        { term: 'line_nets', amount: '33190' },
        { term: 'adjustments', amount: '-1' },
        { term: 'carried_in', amount: '12.5' },
        { term: 'reserve', amount: '-1689' },
      ],
      right: [{ term: 'payout', amount: '31512.5' }],
    })
  })

  it('stay as they are written where its lines come to something else', () => {
    expect(splitLineNets(terms('31501'), KINDS)).toEqual(terms('31501'))
  })
})
