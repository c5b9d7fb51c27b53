import type { ReadRows } from '../../read-rows.ts'

/** One row that may belong to another: what a person compares by. */
export interface LinkSide {
  readonly id: string
  /** Of a sale and its line the size, of payouts and bank lines with their sign; what is in no link yet. */
  readonly amountMinor: number
  readonly currency: string
  readonly day: string | null
  readonly atMs: number | null
  /** The store, or the account. */
  readonly place: string | null
  readonly terminal: string | null
  readonly last4: string | null
  /** What the row calls itself and the other: references, codes, the text of a bank. */
  readonly references: readonly string[]
  readonly acquirer: string | null
  readonly batch: string | null
  readonly file: string | null
  readonly line: number | null
}

export type ReadSides = (rows: ReadRows, ids: readonly string[]) => Promise<LinkSide[]>

/** In the order of what was asked for: the likeliest stays first. */
export const inOrder = (ids: readonly string[], sides: readonly LinkSide[]): LinkSide[] => {
  const byId = new Map(sides.map((side) => [side.id, side]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}
