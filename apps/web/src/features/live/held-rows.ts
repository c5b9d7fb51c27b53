import type { PaymentRow } from '@counterfoil/protocol'

export interface HeldRows {
  readonly rows: readonly PaymentRow[]
  /** How many came since the reader stopped the list. */
  readonly waiting: number
}

/** The newest `size` rows; while held, the same payments in the same places with their newest values. */
export function heldRows(rows: readonly PaymentRow[], held: readonly PaymentRow[] | null, size: number): HeldRows {
  if (held === null) return { rows: rows.slice(0, size), waiting: 0 }
  const byId = new Map(rows.map((row) => [row.id, row]))
  const first = rows.findIndex((row) => row.id === held[0]?.id)
  return { rows: held.map((row) => byId.get(row.id) ?? row), waiting: first === -1 ? rows.length : first }
}
