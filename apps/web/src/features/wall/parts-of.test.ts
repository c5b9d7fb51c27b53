import { expect, test } from 'vitest'
import { partsOf } from './parts-of.ts'

test.each([
  ['€9,792,824', ['', '€9,792,824', '']],
  ['¥11,819.8\u00a0万', ['', '¥11,819.8', '万']],
  ['EUR\u00a010.1\u00a0万', ['EUR', '10.1', '万']],
  ['−EUR\u00a01,426', ['', '−EUR\u00a01,426', '']],
  ['89.2\u202f%', ['', '89.2', '%']],
  ['89.2%', ['', '89.2', '%']],
  ['0', ['', '0', '']],
  ['–', ['', '–', '']],
])('%s', (value, [before, figure, after]) => {
  expect(partsOf(value)).toEqual({ before, figure, after })
})
