import type { PaymentRequest } from '../../terminal-driver.ts'
import type { ZvtSettings } from '../settings.ts'

const MAX_AMOUNT_MINOR = 999_999_999_999

/** Why a payment cannot be put into a ZVT command, or nothing. */
export function findCommandProblem(request: PaymentRequest, settings: ZvtSettings): string | undefined {
  const { amountMinor, currency, kind } = request
  if (!Number.isSafeInteger(amountMinor) || amountMinor <= 0 || amountMinor > MAX_AMOUNT_MINOR) {
    return `An amount is a whole number of minor units from 1 to ${MAX_AMOUNT_MINOR}; ${amountMinor} is not.`
  }
  if (currency !== settings.currency) {
    return `This terminal is registered for ${settings.currency}; a payment in ${currency} needs another terminal.`
  }
  if (kind === 'reversal' && !/^\d{1,4}$/.test(request.parent?.receipt ?? '')) {
    return 'A reversal needs the payment to undo and its receipt number, one to four digits.'
  }
  return undefined
}
