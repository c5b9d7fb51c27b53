import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { collectFile } from './collect.ts'
import { add, isEqual, negate, subtract, ZERO } from './decimal.ts'
import { inspect } from './inspect.ts'
import { bytesOf } from './testing/bytes.ts'
import { readSamples } from './testing/samples.ts'
import { testTools } from './testing/test-tools.ts'

/** One small file of each kind, so that something is mutated also where the samples are not. */
const OWN = [
  ':20:X\r\n:25:DE1\r\n:28C:1/1\r\n:60F:C260508EUR100,00\r\n:61:2605080508C10,00NTRFNONREF\r\n:86:166?00X?20EREF+1?32NAME\r\n:62F:C260508EUR110,00\r\n-\r\n',
  '01,A,B,260508,0829,1,80,1,2/\n02,A,B,1,260508,,EUR,/\n03,1,EUR,010,100,,,015,110,,/\n16,142,10,Z,,,TEXT/\n49,220,3/\n98,220,1,5/\n99,220,1,7/\n',
]
const files = [
  ...OWN.map((text) => bytesOf(text)),
  ...['camt', 'mt940', 'settlement', 'bai2'].flatMap((folder) => readSamples(folder).map(({ bytes }) => bytes)),
].filter((bytes) => bytes.length < 20_000)

/** Bytes set, cut out, doubled, put in, and the end cut off. */
const mutation = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), at: fc.nat(20_000), byte: fc.nat(255) }),
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat(20_000), length: fc.integer({ min: 1, max: 200 }) }),
  fc.record({ kind: fc.constant('double' as const), at: fc.nat(20_000), length: fc.integer({ min: 1, max: 500 }) }),
  fc.record({
    kind: fc.constant('insert' as const),
    at: fc.nat(20_000),
    text: fc.constantFrom('\n', ':61:', '<', '&#0;', '"', '-', ',', '9'.repeat(30), '\0', '`'),
  }),
  fc.record({ kind: fc.constant('end' as const), at: fc.nat(20_000) }),
)
type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never

function mutate(bytes: Uint8Array, change: Mutation): Uint8Array {
  const at = change.at % Math.max(1, bytes.length)
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)]
  if (change.kind === 'set') {
    const set = bytes.slice()
    set[at] = change.byte
    return set
  }
  if (change.kind === 'end') return before
  if (change.kind === 'insert') return join(before, bytesOf(change.text), after)
  const piece = after.subarray(0, change.length)
  return change.kind === 'cut' ? join(before, after.subarray(change.length)) : join(before, piece, after)
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

describe('a damaged file', () => {
  const damaged = fc
    .tuple(fc.constantFrom(...files), fc.array(mutation, { minLength: 1, maxLength: 4 }))
    .map(([bytes, changes]) => changes.reduce(mutate, bytes))

  it('is refused with a reason or read, never anything else', () => {
    fc.assert(
      fc.property(damaged, (bytes) => {
        const document = inspect('file', bytes, testTools)
        if (document.verdict === 'reject')
          expect(document).toMatchObject({ statements: [], settlement: [], reason: expect.any(String) })
        else expect(document.verdict === 'accept').toBe(document.warnings.every(({ severity }) => severity === 'notice'))
      }),
      { numRuns: 400 },
    )
  })

  it('makes no money: what is accepted ties, or a warning says that it does not', () => {
    fc.assert(
      fc.property(damaged, (bytes) => {
        if (inspect('file', bytes, testTools).verdict === 'reject') return
        const { statements, lines, warnings } = collectFile('file', bytes, testTools)
        for (const { opening, closing, entries } of statements) {
          if (!opening || !closing || opening.currency !== closing.currency) continue
          const moved = entries
            .filter(({ status, currency }) => status === 'booked' && currency === closing.currency)
            .reduce((sum, { amount, direction }) => add(sum, direction === 'credit' ? amount : negate(amount)), ZERO)
          if (!isEqual(subtract(closing.amount, opening.amount), moved))
            expect(warnings.map(({ code }) => code)).toContain('balance-mismatch')
        }
        const payouts = lines.filter(({ kind, balanceAfter }) => kind === 'payout' && balanceAfter === null)
        for (const { merchant, batch, currency } of payouts) {
          const own = lines.filter((line) => line.merchant === merchant && line.batch === batch && line.currency === currency)
          // The payout is below zero: with it a batch comes to nothing.
          const left = own.reduce((sum, { net }) => add(sum, net), ZERO)
          if (left.units !== 0n) expect(warnings.map(({ code }) => code)).toContain('payout-mismatch')
        }
      }),
      { numRuns: 400 },
    )
  })
})
