import type { LivePayment } from '@counterfoil/protocol'

export interface HeldRows {
  readonly rows: readonly LivePayment[]
  /** How many came since the reader stopped the list. */
  readonly waiting: number
}

/** The newest `size` rows; while held, the same payments in the same places with their newest values. */
export function heldRows(rows: readonly LivePayment[], held: readonly LivePayment[] | null, size: number): HeldRows {
  if (held === null) return { rows: rows.slice(0, size), waiting: 0 }
  const byId = new Map(rows.map((row) => [row.id, row]))
  const first = rows.findIndex((row) => row.id === held[0]?.id)
  return { rows: held.map((row) => byId.get(row.id) ?? row), waiting: first === -1 ? rows.length : first }
}
