import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { StandingHash } from './standing-hash.ts'

const numberOf = (text: string): bigint => BigInt(`0x${createHash('sha256').update(text).digest('hex')}`)

test('is the sum of what was added less what was removed, modulo 2^256, by whatever steps', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.array(fc.string()), (added, removed) => {
      const half = Math.floor(added.length / 2)
      const first = new StandingHash(null)
      for (const text of added.slice(0, half)) first.add(text)
      const hash = new StandingHash(half === 0 ? null : first.read())
      for (const text of removed) hash.remove(text)
      for (const text of added.slice(half)) hash.add(text)
      const sum = [...added.map(numberOf), ...removed.map((text) => -numberOf(text))].reduce((a, b) => a + b, 0n)
      const modulus = 1n << 256n
      expect(hash.read().toString('hex')).toBe((((sum % modulus) + modulus) % modulus).toString(16).padStart(64, '0'))
    }),
  )
})
