import { describe, expect, it } from 'vitest'
import { listInput, parsePeopleFilter } from './people-filter.ts'

const parse = (query: string) => parsePeopleFilter((name) => new URLSearchParams(query).get(name))

describe('the filter of the list of people', () => {
  it('stands in the address', () => {
    expect(listInput(parse('search=ada&state=disabled&role=auditor'))).toEqual({
      search: 'ada',
      state: 'disabled',
      role: 'auditor',
    })
  })

  it.each(['', 'state=gone&role=wall_screen', 'search=%20'])('narrows nothing when it says %j', (query) => {
    expect(listInput(parse(query))).toEqual({})
  })
})
