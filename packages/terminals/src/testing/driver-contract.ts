import { describe, expect, it, type TestContext } from 'vitest'
import type { OperationResult, PaymentRequest } from '../terminal-driver.ts'
import type { TerminalFact } from '../terminal-facts.ts'
import { type DriverPair, factsOf, finalOf, leftoverOf, type OpenPair } from './driver-pair.ts'

/** Short, so that the suite also runs in real time. */
const TIMERS = { t2: 500, t3: 1_000, busyPoll: 1_000, retry: 1_000, inquiryFirst: 500, inquiryMax: 1_000 }
const LONGEST_TEST_MS = 60_000

export function saleOf(paymentId: string, amountMinor: number): PaymentRequest {
  return { paymentId, kind: 'sale', amountMinor, currency: 'EUR', details: { lane: '1' } }
}

export function kindsOf(facts: readonly TerminalFact[], paymentId: string): string[] {
  return factsOf(facts, paymentId).map((fact) => fact.kind)
}

/** Opens a pair and waits until the terminal is ready for a first payment. */
export async function openReady(openPair: OpenPair, settings: Readonly<Record<string, unknown>> = {}): Promise<DriverPair> {
  const pair = await openPair({ settings: { timers: TIMERS, ...settings } })
  await untilReady(pair)
  return pair
}

export async function untilReady(pair: DriverPair): Promise<void> {
  await pair.until(() => pair.driver.status().condition === 'ready')
  await pair.pass(50)
}

/** Runs one payment to its final outcome. */
export async function pay(pair: DriverPair, request: PaymentRequest) {
  expect(pair.driver.startPayment(request)).toEqual({ started: true })
  await pair.until(() => finalOf(pair.facts, request.paymentId) !== undefined)
  await pair.pass(50)
  return finalOf(pair.facts, request.paymentId)
}

/** The suite every driver passes, over any link: in memory, real TCP, a pty pair, a real terminal's stand-in. Each case has a pair of its own, so that those in real time wait beside each other. */
export function runDriverContract(name: string, openPair: OpenPair): void {
  describe.concurrent(`driver contract: ${name}`, { timeout: LONGEST_TEST_MS }, () => {
    async function ready({ onTestFinished }: TestContext, settings?: Readonly<Record<string, unknown>>): Promise<DriverPair> {
      const pair = await openReady(openPair, settings)
      onTestFinished(() => pair.close())
      return pair
    }

    it('records a sale before it is sent, before it is acknowledged, and when it is final', async (test) => {
      const p = await ready(test)
      const final = await pay(p, saleOf('sale-1', 1_234))
      expect(kindsOf(p.facts, 'sale-1')).toEqual(['payment.opened', 'payment.answered', 'payment.finalised'])
      expect(final).toMatchObject({
        outcome: 'approved',
        recovered: false,
        amountMinor: 1_234,
        currency: 'EUR',
        result: {
          method: { scheme: 'visa', funding: 'debit' },
          card: { first6: '476173', last4: '0119' },
          entry: 'contactless',
          terminalId: '52500041',
          resultCode: '00',
        },
      })
      expect(p.simulator.ledger).toMatchObject([{ kind: 'sale', amountMinor: 1_234, state: 'approved' }])
      expect(p.prompts.map((prompt) => prompt.code)).toContain('insert_card')
      expect(p.driver.status()).toMatchObject({ condition: 'ready' })
    })

    it('keeps the messages of a payment, each once, in order', async (test) => {
      const p = await ready(test)
      await pay(p, saleOf('sale-1', 500))
      const entries = factsOf(p.facts, 'sale-1').flatMap((fact) => ('transcript' in fact ? fact.transcript : []))
      // Counted from the payment's beginning, not from the first byte.
      expect(entries[0]).toMatchObject({ direction: 'to_terminal' })
      expect(entries[0]?.ms).toBeGreaterThanOrEqual(0)
      expect(entries.map((entry) => entry.ms)).toEqual(entries.map((entry) => entry.ms).toSorted((a, b) => a - b))
      expect(entries.filter((entry) => entry.hex.length === 0)).toEqual([])
      expect(entries.length).toBeGreaterThan(4)
    })

    it.for([
      ['decline', 'declined', undefined],
      ['cancel', 'cancelled', 'customer_cancelled'],
      ['busy', 'cancelled', 'terminal_busy'],
    ] as const)('tells %s apart', async ([ending, outcome, reason], test) => {
      const p = await ready(test)
      p.plan({ ending })
      const final = await pay(p, saleOf('sale-1', 700))
      expect(final?.outcome).toBe(outcome)
      expect(final?.reason).toBe(reason)
      expect(p.simulator.ledger.filter((entry) => entry.state === 'approved')).toEqual([])
    })

    it('says that the printer is not ready', async (test) => {
      const p = await ready(test)
      p.plan({ ending: 'printer' })
      expect(await pay(p, saleOf('sale-1', 700))).toMatchObject({ outcome: 'declined' })
      await p.until(() => p.driver.status().reason === 'printer_not_ready')
      expect(p.facts).toContainEqual(
        expect.objectContaining({ kind: 'terminal.condition', condition: 'needs_action', reason: 'printer_not_ready' }),
      )
    })

    it('stops a payment for the till while the card is awaited', async (test) => {
      const p = await ready(test)
      p.plan({ presentMs: 20_000 })
      p.driver.startPayment(saleOf('sale-1', 900))
      await p.until(() => p.prompts.some((prompt) => prompt.code === 'insert_card'))
      expect(p.driver.cancelPayment('sale-1')).toBe('asked')
      await p.until(() => finalOf(p.facts, 'sale-1') !== undefined)
      expect(finalOf(p.facts, 'sale-1')).toMatchObject({ outcome: 'cancelled', reason: 'till_cancelled' })
      expect(p.driver.cancelPayment('sale-1')).toBe('no_such_payment')
    })

    it('records an approval that comes after the till asked to stop', async (test) => {
      const p = await ready(test)
      p.plan({ presentMs: 10, hostMs: 1_500 })
      p.driver.startPayment(saleOf('sale-1', 900))
      await p.until(() => p.prompts.some((prompt) => prompt.code === 'processing'))
      expect(p.driver.cancelPayment('sale-1')).toBe('asked')
      await p.until(() => finalOf(p.facts, 'sale-1') !== undefined)
      expect(finalOf(p.facts, 'sale-1')).toMatchObject({ outcome: 'approved' })
      expect(p.simulator.ledger).toMatchObject([{ state: 'approved' }])
    })

    it('takes one payment at a time', async (test) => {
      const p = await ready(test)
      expect(p.driver.startPayment(saleOf('sale-1', 900))).toEqual({ started: true })
      expect(p.driver.startPayment(saleOf('sale-2', 900))).toMatchObject({ started: false, refused: 'busy' })
      await p.until(() => finalOf(p.facts, 'sale-1') !== undefined)
      expect(kindsOf(p.facts, 'sale-2')).toEqual([])
    })

    it('refunds, and reverses by receipt number, once', async (test) => {
      const p = await ready(test)
      const sale = await pay(p, saleOf('sale-1', 4_000))
      expect(await pay(p, { ...saleOf('refund-1', 1_500), kind: 'refund' })).toMatchObject({
        outcome: 'approved',
        amountMinor: 1_500,
      })
      const parent = { paymentId: 'sale-1', receipt: sale?.result.receipt ?? '' }
      expect(await pay(p, { ...saleOf('undo-1', 4_000), kind: 'reversal', parent })).toMatchObject({
        outcome: 'approved',
        amountMinor: 4_000,
      })
      expect(p.simulator.ledger.map((entry) => [entry.kind, entry.state])).toEqual([
        ['sale', 'reversed'],
        ['refund', 'approved'],
        ['reversal', 'approved'],
      ])
      expect(await pay(p, { ...saleOf('undo-2', 4_000), kind: 'reversal', parent })).toMatchObject({
        outcome: 'declined',
        result: { resultCode: 'b4' },
      })
    })

    it('survives garbage on the line and records it without its digits', async (test) => {
      const p = await ready(test)
      p.plan({ ending: 'garbage' })
      expect(await pay(p, saleOf('sale-1', 250))).toMatchObject({ outcome: 'approved' })
      const discarded = p.facts.find((fact) => fact.kind === 'terminal.discarded')
      expect(discarded?.length).toBeGreaterThan(3)
      expect(discarded?.head).toMatch(/^[A-F*]+$/)
    })

    it('asks a terminal that never answered, and finds that it never knew the payment', async (test) => {
      const p = await ready(test)
      await pay(p, saleOf('sale-0', 800))
      p.plan({ ending: 'silent' })
      expect(await pay(p, saleOf('sale-1', 800))).toMatchObject({
        outcome: 'cancelled',
        reason: 'not_processed',
        recovered: true,
      })
      expect(kindsOf(p.facts, 'sale-1')).toContain('payment.unknown')
      expect(
        factsOf(p.facts, 'sale-1')
          .filter((fact) => fact.kind === 'payment.inquired')
          .at(-1),
      ).toMatchObject({ verdict: 'older_record' })
      expect(p.simulator.ledger).toHaveLength(1)
    })

    it.for(['unplug_before_result', 'unplug_after_result'] as const)(
      'recovers an approval whose answer was lost: %s',
      async (ending, test) => {
        const p = await ready(test)
        await pay(p, saleOf('sale-0', 1_000))
        p.plan({ ending })
        p.driver.startPayment(saleOf('sale-1', 1_000))
        await p.until(() => kindsOf(p.facts, 'sale-1').includes('payment.unknown'))
        expect(p.driver.startPayment(saleOf('sale-2', 1_000))).toMatchObject({ started: false, refused: 'unknown_open' })
        await p.until(() => finalOf(p.facts, 'sale-1') !== undefined)
        expect(finalOf(p.facts, 'sale-1')).toMatchObject({ outcome: 'approved', recovered: true, amountMinor: 1_000 })
        expect(p.simulator.ledger.filter((entry) => entry.state === 'approved')).toHaveLength(2)
      },
    )

    it('takes over what a crashed run left open', async ({ onTestFinished }) => {
      const p = await openReady(openPair)
      let running = p
      onTestFinished(() => running.close())
      await pay(p, saleOf('sale-0', 2_000))
      p.plan({ ending: 'unplug_before_result' })
      p.driver.startPayment(saleOf('sale-1', 2_000))
      await p.until(() => kindsOf(p.facts, 'sale-1').includes('payment.unknown'))
      const next = await p.restart(leftoverOf(p.facts, 0))
      running = next
      expect(next.driver.startPayment(saleOf('sale-2', 2_000))).toMatchObject({ started: false, refused: 'unknown_open' })
      await next.until(() => finalOf(next.facts, 'sale-1') !== undefined)
      expect(finalOf(next.facts, 'sale-1')).toMatchObject({ outcome: 'approved', recovered: true })
      await untilReady(next)
      next.plan({})
      expect(await pay(next, saleOf('sale-2', 2_000))).toMatchObject({ outcome: 'approved', recovered: false })
    })

    it('does not start what it cannot write down', async (test) => {
      const p = await ready(test)
      p.refuseFacts((fact) => fact.kind === 'payment.opened')
      expect(p.driver.startPayment(saleOf('sale-1', 100))).toMatchObject({ started: false, refused: 'journal_failed' })
      p.refuseFacts(() => false)
      expect(await pay(p, saleOf('sale-2', 100))).toMatchObject({ outcome: 'approved' })
      expect(p.simulator.ledger).toHaveLength(1)
    })

    it('does not acknowledge a result it cannot write down: the terminal takes it back', async (test) => {
      const p = await ready(test)
      p.refuseFacts((fact) => fact.kind === 'payment.answered')
      p.driver.startPayment(saleOf('sale-1', 100))
      await p.until(() => finalOf(p.facts, 'sale-1') !== undefined)
      expect(finalOf(p.facts, 'sale-1')).toMatchObject({ outcome: 'cancelled', reason: 'reversed_by_terminal' })
      expect(factsOf(p.facts, 'sale-1')).toContainEqual(
        expect.objectContaining({ kind: 'payment.unknown', why: 'journal_failed' }),
      )
      expect(p.simulator.ledger).toMatchObject([{ state: 'reversed' }])
    })

    it('reports the totals of an end of day', async (test) => {
      const p = await ready(test)
      await pay(p, saleOf('sale-1', 1_000))
      await pay(p, saleOf('sale-2', 500))
      const result = p.driver.runOperation('end_of_day')
      await p.until(() => p.facts.some((fact) => fact.kind === 'terminal.totals'))
      expect(p.facts.find((fact) => fact.kind === 'terminal.totals')).toMatchObject({
        amountMinor: 1_500,
        currency: 'EUR',
        brands: [{ brand: 'visa', count: 2, amountMinor: 1_500 }],
      })
      await p.pass(500)
      await expect(result).resolves.toMatchObject({ done: true })
    })

    it.for(['diagnosis', 'status_enquiry', 'repeat_receipt', 'initialisation'] as const)('runs %s', async (operation, test) => {
      const p = await ready(test)
      let done = false
      const result = p.driver.runOperation(operation).then((ended) => {
        done = true
        return ended
      })
      expect(await p.driver.runOperation('end_of_day')).toMatchObject({ done: false })
      await p.until(() => done)
      expect(await result).toMatchObject({ done: true })
      await untilReady(p)
    })

    it('starts the terminal again, and sells as soon as it is back', async (test) => {
      const p = await ready(test)
      let result: OperationResult | undefined
      void p.driver.runOperation('restart').then((ended) => {
        result = ended
      })
      await p.until(() => result !== undefined)
      expect(result).toMatchObject({ done: true })
      expect(p.driver.status().condition).not.toBe('ready')
      expect(p.driver.startPayment(saleOf('sale-1', 1_000))).toMatchObject({ started: false })
      await untilReady(p)
      expect(await pay(p, saleOf('sale-2', 1_000))).toMatchObject({ outcome: 'approved', recovered: false })
      expect(p.simulator.ledger).toHaveLength(1)
    })

    it('starts no terminal again whose last record could settle a payment', async (test) => {
      const p = await ready(test)
      p.plan({ ending: 'unplug_before_result' })
      p.driver.startPayment(saleOf('sale-1', 1_000))
      let asked = false
      let result: OperationResult | undefined
      await p.until(() => {
        if (!asked && kindsOf(p.facts, 'sale-1').includes('payment.unknown')) {
          asked = true
          expect(finalOf(p.facts, 'sale-1')).toBeUndefined()
          void p.driver.runOperation('restart').then((ended) => {
            result = ended
          })
        }
        return result !== undefined && finalOf(p.facts, 'sale-1') !== undefined
      })
      expect(result).toMatchObject({ done: false })
      expect(finalOf(p.facts, 'sale-1')).toMatchObject({ outcome: 'approved', recovered: true })
    })

    it.for(['lines', 'blocks'] as const)(
      'takes the receipts as %s, and they are part of the payment',
      async (printLines, test) => {
        const p = await ready(test, { printLines })
        const final = await pay(p, saleOf('sale-1', 1_000))
        expect(final?.outcome).toBe('approved')
        expect(final?.transcript.map((entry) => entry.name)).toContain(printLines === 'lines' ? 'print_line' : 'print_text_block')
      },
    )

    it('numbers its messages when the terminal does', async (test) => {
      const p = await ready(test, { messageSequence: true })
      const final = await pay(p, saleOf('sale-1', 1_000))
      expect(final?.outcome).toBe('approved')
      const entries = factsOf(p.facts, 'sale-1').flatMap((fact) => ('transcript' in fact ? fact.transcript : []))
      expect(entries.every((entry) => entry.hex.includes('1F7303'))).toBe(true)
    })
  })
}
