import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lineWith, paymentWith, TEST_AT_MS, TEST_DAY } from '../../testing/line-items.ts'
import { allocateLines } from './line-allocations.ts'
import type { MatchLine, MatchPayment } from './line-item.ts'
import { type Allocation, compareLinks } from './link-changes.ts'
import { type LineMatching, matchLines } from './match-lines.ts'
import { selectForRun } from './select-for-run.ts'

const few = <T>(...values: T[]) => fc.constantFrom<T | null>(...values, null)
/** So few different values that nearly everybody collides with somebody. */
const shared = {
  currency: fc.constantFrom('EUR', 'USD'),
  terminal: few('T1', 'T2'),
  method: few('visa'),
  acquirerReference: few('A', 'B', 'C', 'D', 'E', 'F'),
  retrievalReference: few('R', 'S'),
  authorisationCode: few('1', '2'),
  traceNumber: few('7', '8'),
  terminalBatch: few('1'),
  last4: few('1111', '2222'),
  salesDay: fc.integer({ min: TEST_DAY, max: TEST_DAY + 3 }),
  happenedAtMs: fc.integer({ min: 0, max: 10 }).map((n) => TEST_AT_MS + n * 61_000),
}
const anyPayments = fc
  .array(
    fc.record({
      ...shared,
      kind: fc.constantFrom('sale', 'sale', 'refund'),
      outcome: fc.constantFrom('approved', 'approved', 'declined', 'unknown'),
      amountMinor: fc.constantFrom(100, 200),
      store: fc.constantFrom('s1', 's2'),
      ourReference: few('O', 'P', 'Q', 'A'),
      originalReference: few('A', 'O'),
    }),
    { maxLength: 14 },
  )
  .map((rows) => rows.map((row, n) => paymentWith({ ...row, id: `p${String(n).padStart(2, '0')}` } as Partial<MatchPayment>)))
const anyLines = fc
  .array(
    fc.record({
      ...shared,
      file: fc.integer({ min: 1, max: 3 }),
      kind: fc.constantFrom('sale', 'sale', 'sale', 'refund', 'chargeback'),
      grossMinor: fc.constantFrom(100, 200),
      store: few('s1', 's2'),
      merchantReference: few('O', 'P', 'Q', 'B'),
      originalReference: few('A', 'B'),
    }),
    { maxLength: 14 },
  )
  .map((rows) =>
    rows.map((row, n) =>
      lineWith({
        ...row,
        id: `l${String(n).padStart(2, '0')}`,
        position: n,
        grossMinor: row.kind === 'sale' ? row.grossMinor : -row.grossMinor,
      } as Partial<MatchLine>),
    ),
  )
const allocationsOf = (matching: LineMatching, run = 'r'): Allocation[] => [...allocateLines(matching, run)]
const bytesOf = (matching: LineMatching) =>
  JSON.stringify([
    allocationsOf(matching),
    matching.bags,
    matching.duplicates,
    matching.ambiguities,
    matching.openPayments,
    matching.openLines,
  ])

describe('a run over any rows', () => {
  it('is the same to the byte again, and in any order of its inputs', () => {
    fc.assert(
      fc.property(anyPayments, anyLines, fc.nat(), (payments, lines, seed) => {
        const turned = <T>(rows: readonly T[]) =>
          rows
            .map((row, n) => [((n + 1) * (seed + 7)) % 101, row] as const)
            .sort((a, b) => a[0] - b[0])
            .map(([, row]) => row)
        const once = bytesOf(matchLines(payments, lines))
        expect(bytesOf(matchLines(payments, lines))).toBe(once)
        expect(bytesOf(matchLines(turned(payments), turned(lines)))).toBe(once)
        expect(bytesOf(matchLines(payments.toReversed(), lines.toReversed()))).toBe(once)
      }),
      { numRuns: 500 },
    )
  })

  it('claims no row twice and allocates no more than a row has', () => {
    fc.assert(
      fc.property(anyPayments, anyLines, (payments, lines) => {
        const { pairs, bags, duplicates, children } = matchLines(payments, lines)
        const left = [...pairs.map(({ payment }) => payment.id), ...bags.flatMap((bag) => bag.payments)]
        const right = [
          pairs.map(({ line }) => line.id),
          bags.flatMap((bag) => bag.lines),
          duplicates.map(({ line }) => line.id),
          children.map(({ line }) => line.id),
        ].flat()
        expect(new Set(left).size).toBe(left.length)
        expect(new Set(right).size).toBe(right.length)
        for (const { amountMinor, from, rule } of allocationsOf({ pairs, children } as LineMatching))
          expect(Math.abs(amountMinor)).toBeLessThanOrEqual(
            rule === 'L7' ? 200 : (payments.find(({ id }) => id === from)?.amountMinor ?? 0),
          )
      }),
    )
  })

  it('over what is open, new or touched links what one over everything links', () => {
    fc.assert(
      fc.property(
        anyPayments,
        anyLines,
        fc.integer({ min: 0, max: 14 }),
        fc.integer({ min: 0, max: 14 }),
        (payments, lines, knownPayments, knownLines) => {
          const old = { payments: payments.slice(0, knownPayments), lines: lines.slice(0, knownLines) }
          const fresh = { payments: payments.slice(knownPayments), lines: lines.slice(knownLines) }
          const before = matchLines(old.payments, old.lines)
          const byReference = new Set<string>()
          for (const { payment, line, rule } of before.pairs)
            if (['L1', 'L2', 'L7'].includes(rule.id)) byReference.add(payment.id).add(line.id)
          for (const { line } of before.duplicates) byReference.add(line.id)
          // A refund that no store has made yet is asked about until one has.
          for (const { line } of before.children) if (line.kind !== 'refund') byReference.add(line.id)
          for (const { id, outcome } of old.payments) if (outcome === 'declined') byReference.add(id)
          const closed = {
            payments: old.payments.filter(({ id }) => byReference.has(id)),
            lines: old.lines.filter(({ id }) => byReference.has(id)),
          }
          const weak = {
            payments: old.payments.filter(({ id }) => !byReference.has(id)),
            lines: old.lines.filter(({ id }) => !byReference.has(id)),
          }
          const rows = selectForRun(fresh, weak, closed)
          const looked = new Set([...rows.payments, ...rows.lines].map(({ id }) => id))

          const stood = allocationsOf(before, 'first')
          const changes = compareLinks(
            stood.filter(({ to }) => looked.has(to)),
            allocationsOf(matchLines(rows.payments, rows.lines), 'second'),
            'second',
          )
          const untouched = stood.filter(({ to }) => !looked.has(to))
          const standing = [...untouched, ...changes.kept, ...changes.added].map(({ key }) => key).sort()
          expect(standing).toEqual(
            allocationsOf(matchLines(payments, lines))
              .map(({ key }) => key)
              .sort(),
          )
          // What stood and what was taken back sum to what stands.
          const sum = (rows_: readonly { amountMinor: number }[]) =>
            rows_.reduce((total, { amountMinor }) => total + amountMinor, 0)
          expect(sum(stood) + sum(changes.reversed) + sum(changes.added)).toBe(
            sum([...untouched, ...changes.kept, ...changes.added]),
          )
        },
      ),
      { numRuns: 1_000 },
    )
  })
})
