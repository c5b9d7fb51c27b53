import { describe, expect, it } from 'vitest'
import { parseRedundancyChoice } from './redundancy-choice.ts'

const parse = (address: string) => {
  const parameters = new URLSearchParams(address)
  return parseRedundancyChoice((name) => parameters.get(name))
}

describe('what narrows the list of stores', () => {
  it('is read from the address', () => {
    expect(parse('search=Bonn&state=single')).toEqual({ search: 'Bonn', state: 'single' })
    expect(parse('')).toEqual({})
  })

  it('is nothing where it is none of the choices', () => {
    expect(parse('state=broken&search=%20%00')).toEqual({})
    expect(parse(`search=${'a'.repeat(200)}`).search).toHaveLength(80)
  })
})
