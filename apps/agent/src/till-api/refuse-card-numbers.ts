import { scanFields } from '@counterfoil/protocol'
import type { CardNumberSighting } from '../recorder/card-number-watch.ts'
import { ApiError } from './api-error.ts'
import { TILL_FIELDS } from './till-fields.ts'

/** Refuses an order with a card number in a free text, before any of it is written, and has the hub told. Throws `ApiError`. */
export function refuseCardNumbers(
  operation: string,
  record: Readonly<Record<string, unknown>>,
  { till, note }: { readonly till: string; readonly note: (sighting: CardNumberSighting) => void },
): void {
  const found = scanFields(TILL_FIELDS[operation] ?? {}, record)
  const [first] = found
  if (first === undefined) return
  for (const [field, inField] of Map.groupBy(found, (one) => one.field))
    note({ place: `till.${field}`, till, numbers: inField.map(({ truncated }) => truncated) })
  const field = first.field === 'idempotencyKey' ? 'The Idempotency-Key' : first.field
  throw new ApiError(
    'card_number',
    `${field} holds a card number, the one that ends in ${first.truncated.slice(-4)}. Card numbers belong into the terminal only: nothing of this order was recorded and no payment was started. Send a reference of your own and have the till's software looked at.`,
  )
}
