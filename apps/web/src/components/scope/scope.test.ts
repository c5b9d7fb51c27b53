import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatScope, hrefInScope, parseScope } from './scope.ts'

test('what is written is read again', () => {
  const scopes = fc.oneof(
    fc.constant({ kind: 'chain' as const }),
    fc.record({ kind: fc.constant('country' as const), country: fc.constantFrom('DE', 'CN') }),
    fc.record({
      kind: fc.constant('region' as const),
      country: fc.constant('DE'),
      region: fc.string({ minLength: 1, maxLength: 60 }),
    }),
    fc.record({ kind: fc.constant('store' as const), storeId: fc.integer({ min: 0, max: 999_999 }) }),
  )
  fc.assert(
    fc.property(scopes, (scope) => {
      expect(parseScope(formatScope(scope))).toEqual(scope)
      expect(parseScope(new URL(hrefInScope('/payments?q=1', scope), 'http://x').searchParams.get('scope'))).toEqual(scope)
    }),
  )
})

test.each([null, '', 'country:de', 'country:', 'store:x', 'region:DE', 'store:-1', 'planet:earth'])(
  '%s is the whole chain',
  (text) => {
    expect(parseScope(text)).toEqual({ kind: 'chain' })
  },
)
