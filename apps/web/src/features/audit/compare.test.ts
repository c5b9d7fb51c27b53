import { expect, test } from 'vitest'
import { compare, flatten } from './compare.ts'

test('what changed comes first, what came and what went have one side', () => {
  expect(
    compare({ role: 'auditor', reach: { kind: 'country', country: 'DE' } }, { role: 'auditor', reach: { kind: 'chain' } }),
  ).toEqual([
    { path: 'reach.kind', before: 'country', after: 'chain', changed: true },
    { path: 'reach.country', before: 'DE', after: null, changed: true },
    { path: 'role', before: 'auditor', after: 'auditor', changed: false },
  ])
})

test.each([
  [
    { a: null, b: false },
    [
      ['a', 'null'],
      ['b', 'false'],
    ],
  ],
  [{ ids: [1, 2] }, [['ids', '1, 2']]],
  [{ ids: [] }, [['ids', '[]']]],
  [{ rows: [{ n: 1 }] }, [['rows.0.n', '1']]],
  [{ none: {} }, [['none', '{}']]],
  [undefined, []],
  ['text', [['', 'text']]],
])('%j by its paths', (value, paths) => expect([...flatten(value)]).toEqual(paths))
