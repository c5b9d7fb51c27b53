import type { PaymentResult } from '../../payment-facts.ts'
import type { PaymentRequest } from '../../terminal-driver.ts'
import type { TerminalFact } from '../../terminal-facts.ts'

type Mismatch = Extract<TerminalFact, { kind: 'terminal.mismatch' }>

/** Where an approval is not what was asked for: a stale payment left on the terminal looks like this. */
export function findMismatches(request: PaymentRequest, result: PaymentResult): readonly Mismatch[] {
  const found: Mismatch[] = []
  const { amountMinor, currency, tipMinor } = result
  if (amountMinor !== undefined && amountMinor - (tipMinor ?? 0) !== request.amountMinor) {
    found.push({
      kind: 'terminal.mismatch',
      payment: request.paymentId,
      field: 'amount',
      expected: String(request.amountMinor),
      got: String(amountMinor),
    })
  }
  if (currency !== undefined && currency !== request.currency) {
    found.push({
      kind: 'terminal.mismatch',
      payment: request.paymentId,
      field: 'currency',
      expected: request.currency,
      got: currency,
    })
  }
  return found
}
