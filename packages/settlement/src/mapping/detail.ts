import type { Decimal } from '../decimal.ts'
import type { Field } from './mapping.ts'
import type { Row } from './read-rows.ts'

/** What one detail says, before it becomes a line or an entry. */
export interface Detail {
  readonly row: Row
  readonly currency: string
  readonly gross: Decimal | null
  readonly fees: Decimal
  readonly net: Decimal
  readonly balance: Decimal | null
  readonly date: string | null
  readonly valueDate: string | null
  readonly happenedAt: string | null
  readonly card: string | null
  readonly moves: boolean
  text(field: Field): string | null
}
