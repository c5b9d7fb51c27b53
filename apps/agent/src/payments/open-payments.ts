import type { OpenPayment, PaymentRequest } from '@counterfoil/terminals'
import type { Outbox, StoredEvent } from '../outbox/outbox.ts'

/** What the record holds as opened and not final for one terminal, as its driver takes it up again. */
export function readOpenPayments(outbox: Outbox, terminal: string): readonly OpenPayment[] {
  return outbox.openPayments(terminal).flatMap((entry) => {
    const open = toOpenPayment(outbox.eventsOfPayment(entry.id), (parent) => readReceipt(outbox, parent))
    return open === undefined ? [] : [open]
  })
}

/** Receipt number of a payment made here; what a reversal names at the terminal. */
export function readReceipt(outbox: Outbox, payment: string): string | undefined {
  for (const event of outbox.eventsOfPayment(payment).toReversed()) {
    const { result } = JSON.parse(event.body) as { result?: { receipt?: string } }
    if (result?.receipt !== undefined) return result.receipt
  }
  return undefined
}

type Opened = {
  readonly payment: string
  readonly paymentKind: PaymentRequest['kind']
  readonly amountMinor: number
  readonly currency: string
  readonly parent?: string
  readonly lastReceipt?: string
  readonly details: PaymentRequest['details']
}

/** The events' own words, read back: what this program wrote needs no second check. */
function toOpenPayment(
  events: readonly StoredEvent[],
  receiptOf: (payment: string) => string | undefined,
): OpenPayment | undefined {
  const first = events.find((event) => event.kind === 'payment.opened')
  if (first === undefined) return undefined
  const opened = JSON.parse(first.body) as Opened
  const answers = events.filter((event) => event.kind === 'payment.answered')
  const answered = answers.length === 0 ? undefined : (JSON.parse(answers.at(-1)?.body ?? '') as OpenPayment['answered'])
  const receipt = opened.parent === undefined ? undefined : receiptOf(opened.parent)
  return {
    request: {
      paymentId: opened.payment,
      kind: opened.paymentKind,
      amountMinor: opened.amountMinor,
      currency: opened.currency,
      details: opened.details,
      ...(opened.parent !== undefined && { parent: { paymentId: opened.parent, receipt: receipt ?? '' } }),
    },
    openedAtMs: first.atMs,
    ...(opened.lastReceipt !== undefined && { lastReceipt: opened.lastReceipt }),
    ...(answered !== undefined && { answered }),
  }
}
