import { describe, expect, it } from 'vitest'
import type { TerminalFact } from '../terminal-facts.ts'
import { kindsOf, saleOf, untilReady } from './driver-contract.ts'
import { type DriverPair, factsOf, finalOf, leftoverOf } from './driver-pair.ts'
import type { MemoryPair, MemoryPairOptions } from './memory-pair.ts'

/** Opens a pair whose cable the suite can pull at any message; time must be virtual. */
export type OpenMemoryPair = (options: Omit<MemoryPairOptions, 'link'>) => MemoryPair

/** Longer than every back-off and every timer of a driver together. */
const LONG_MS = 2 * 60 * 60_000

/** The till's record and the terminal's books must agree, whatever happened to the cable. */
export function expectBooksAgree(pair: DriverPair, paymentId: string, amountMinor: number): void {
  const finals = factsOf(pair.facts, paymentId).filter((fact) => fact.kind === 'payment.finalised')
  const booked = pair.simulator.ledger.filter((entry) => entry.amountMinor === amountMinor && entry.state === 'approved')
  const trail = JSON.stringify(factsOf(pair.facts, paymentId).map((fact) => ({ ...fact, transcript: [], result: undefined })))
  expect(finals.length, trail).toBeLessThanOrEqual(1)
  expect(booked.length, trail).toBeLessThanOrEqual(1)
  if (finals[0] !== undefined) expect(finals[0].outcome === 'approved', trail).toBe(booked.length === 1)
  else expect(factsOf(pair.facts, paymentId).at(-1), trail).toMatchObject({ kind: 'payment.unknown', stage: 'needs_person' })
}

function isSettled(facts: readonly TerminalFact[], paymentId: string): boolean {
  const last = factsOf(facts, paymentId).at(-1)
  return last?.kind === 'payment.finalised' || (last?.kind === 'payment.unknown' && last.stage === 'needs_person')
}

const SALE = 'sale-1'
const AMOUNT = 1_234

interface Trial {
  readonly pair: MemoryPair
  /** Messages of the sale, counted from its first. */
  readonly messages: number
}

/** One sale after an earlier one of the same amount, with the cable pulled at the sale's message `cutAt`. */
async function trySale(
  open: OpenMemoryPair,
  settings: Readonly<Record<string, unknown>>,
  cutAt: number,
  how: 'lost' | 'cut_after',
  earlier: boolean,
): Promise<Trial> {
  let first = Number.POSITIVE_INFINITY
  const pair = open({ settings, fate: (count) => (count === first + cutAt ? how : undefined) })
  await untilReady(pair)
  if (earlier) {
    pair.driver.startPayment(saleOf('sale-0', AMOUNT + 1))
    await pair.until(() => isSettled(pair.facts, 'sale-0'))
    await pair.pass(2_000)
  }
  first = pair.chunks
  expect(pair.driver.startPayment(saleOf(SALE, AMOUNT))).toEqual({ started: true })
  await pair.until(() => isSettled(pair.facts, SALE), LONG_MS)
  await pair.pass(10_000)
  return { pair, messages: pair.chunks - first }
}

/** What a pulled cable, a crash and a full disk may do at every single message of a sale, and what they must not. */
export function runDisconnectContract(name: string, open: OpenMemoryPair): void {
  const profiles = [
    ['own printer', {}],
    ['till prints', { printLines: 'lines' }],
    ['numbered messages', { messageSequence: true }],
  ] as const

  describe(`disconnect contract: ${name}`, { timeout: 120_000 }, () => {
    describe.each(profiles)('%s', (_, settings) => {
      it.each(['lost', 'cut_after'] as const)('agrees with the terminal wherever the cable is pulled (%s)', async (how) => {
        const whole = await trySale(open, settings, Number.NaN, how, true)
        expect(whole.messages).toBeGreaterThan(8)
        await whole.pair.close()
        let recovered = 0
        for (let cutAt = 1; cutAt <= whole.messages; cutAt += 1) {
          const { pair } = await trySale(open, settings, cutAt, how, true)
          expectBooksAgree(pair, SALE, AMOUNT)
          // A terminal that keeps its last record lets every single case be settled without a person.
          expect(finalOf(pair.facts, SALE), `cut at message ${cutAt}`).toBeDefined()
          if (finalOf(pair.facts, SALE)?.recovered === true) recovered += 1
          await pair.close()
        }
        expect(recovered).toBeGreaterThan(3)
      })

      it('agrees as well when it is the first payment ever', async () => {
        const whole = await trySale(open, settings, Number.NaN, 'lost', false)
        for (let cutAt = 1; cutAt <= whole.messages; cutAt += 1) {
          const { pair } = await trySale(open, settings, cutAt, 'lost', false)
          expectBooksAgree(pair, SALE, AMOUNT)
          expect(finalOf(pair.facts, SALE), `cut at message ${cutAt}`).toBeDefined()
          await pair.close()
        }
      })

      it('agrees when the agent crashes at any message and starts anew', async () => {
        const whole = await trySale(open, settings, Number.NaN, 'lost', true)
        for (let crashAt = 0; crashAt <= whole.messages; crashAt += 1) {
          let pair = open({ settings })
          await untilReady(pair)
          pair.driver.startPayment(saleOf('sale-0', AMOUNT + 1))
          await pair.until(() => isSettled(pair.facts, 'sale-0'))
          await pair.pass(2_000)
          const first = pair.chunks
          pair.driver.startPayment(saleOf(SALE, AMOUNT))
          while (pair.chunks - first < crashAt && pair.clock.runNext(60_000)) {
            // Message by message, up to the one the crash follows.
          }
          const next = await pair.restart(leftoverOf(pair.facts, pair.clock.nowMs()))
          pair = next as MemoryPair
          await pair.until(() => isSettled(pair.facts, SALE), LONG_MS)
          await pair.pass(10_000)
          expectBooksAgree(pair, SALE, AMOUNT)
          expect(finalOf(pair.facts, SALE), `crash at message ${crashAt}`).toBeDefined()
          await pair.close()
        }
      })

      it('settles a sale whose cable is pulled again and again', async () => {
        for (let every = 5; every <= 40; every += 3) {
          const pair = open({
            settings,
            fate: (count) => (count > 20 && count < 200 && count % every === 0 ? 'lost' : undefined),
          })
          await untilReady(pair)
          await pair.until(() => pair.driver.startPayment(saleOf(SALE, AMOUNT)).started, LONG_MS)
          await pair.until(() => isSettled(pair.facts, SALE), LONG_MS)
          await pair.pass(10_000)
          expectBooksAgree(pair, SALE, AMOUNT)
          await pair.close()
        }
      })
    })

    it('agrees wherever the disk begins to refuse, and catches up when it takes facts again', async () => {
      for (let refusedFrom = 0; refusedFrom < 4; refusedFrom += 1) {
        const pair = open({ settings: {} })
        await untilReady(pair)
        let seen = 0
        pair.refuseFacts((fact) => 'payment' in fact && seen++ >= refusedFrom)
        pair.driver.startPayment(saleOf(SALE, AMOUNT))
        await pair.pass(60_000)
        pair.refuseFacts(() => false)
        await pair.pass(120_000)
        if (refusedFrom > 0) expectBooksAgree(pair, SALE, AMOUNT)
        else expect(pair.simulator.ledger).toEqual([])
        await pair.close()
      }
    })

    it('asks as long as it takes to reach the terminal, and takes a person\u2019s decision meanwhile', async () => {
      let deaf = false
      const pair = open({
        settings: {},
        fate: (_, direction) => (deaf && direction === 'from_terminal' ? 'lost' : undefined),
      })
      await untilReady(pair)
      pair.plan({ ending: 'unplug_before_result' })
      pair.driver.startPayment(saleOf(SALE, AMOUNT))
      await pair.until(() => kindsOf(pair.facts, SALE).includes('payment.unknown'))
      deaf = true
      await pair.pass(LONG_MS)
      expect(isSettled(pair.facts, SALE)).toBe(false)
      expect(pair.driver.status()).toMatchObject({ condition: 'unreachable', openPayment: SALE })
      expect(pair.driver.decide('nobody', 'approved')).toBe(false)
      expect(pair.driver.decide(SALE, 'approved')).toBe(true)
      expect(finalOf(pair.facts, SALE)).toMatchObject({ outcome: 'approved', reason: 'decided_by_person', recovered: false })
      expect(pair.driver.decide(SALE, 'cancelled')).toBe(false)
      await pair.close()
    })

    it('leaves it to a person when the last record is neither this payment nor older', async () => {
      const pair = open({ settings: {} })
      await untilReady(pair)
      pair.driver.startPayment(saleOf('sale-0', 500))
      await pair.until(() => isSettled(pair.facts, 'sale-0'))
      // Opened before that record, for another amount: somebody has used the terminal meanwhile.
      const lost = { request: saleOf(SALE, AMOUNT), openedAtMs: pair.clock.nowMs(), lastReceipt: '0777' }
      const next = await pair.restart({ open: [lost], lastReceipt: '0777' })
      await next.until(() => isSettled(next.facts, SALE))
      expect(factsOf(next.facts, SALE).map((fact) => fact.kind)).toEqual([
        'payment.unknown',
        'payment.inquired',
        'payment.unknown',
      ])
      expect(factsOf(next.facts, SALE)[1]).toMatchObject({ verdict: 'other_record' })
      await untilReady(next)
      expect(next.driver.startPayment(saleOf('sale-2', 1))).toMatchObject({ started: false, refused: 'unknown_open' })
      expect(await next.driver.runOperation('end_of_day')).toMatchObject({ done: false })
      expect(next.driver.decide(SALE, 'cancelled')).toBe(true)
      expect(next.driver.startPayment(saleOf('sale-2', 1))).toEqual({ started: true })
      await next.until(() => isSettled(next.facts, 'sale-2'))
      expectBooksAgree(next, 'sale-2', 1)
      await next.close()
    })
  })
}
