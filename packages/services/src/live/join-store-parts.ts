import type { LiveTerminal, MinuteSums, OpenUnknown } from './live-snapshot.ts'
import type { StoreSales } from './read-sales.ts'

/** What was read of all stores of a page, each by store. */
export interface StoreParts<Agent> {
  readonly sales: ReadonlyMap<number, StoreSales>
  readonly minutes: ReadonlyMap<number, readonly MinuteSums[]>
  readonly unknowns: ReadonlyMap<number, readonly OpenUnknown[]>
  readonly terminals: ReadonlyMap<number, readonly LiveTerminal[]>
  readonly agents: ReadonlyMap<number, readonly Agent[]>
}

/** Each store with its own parts; payments whose outcome is open count into the day they were begun in. */
export function joinStoreParts<Head extends { readonly storeId: number; readonly dayStartMs: number }, Agent>(
  heads: readonly Head[],
  { sales, minutes, unknowns, terminals, agents }: StoreParts<Agent>,
) {
  return heads.map((head) => {
    const open = unknowns.get(head.storeId) ?? []
    const { days = [], methods = [] } = sales.get(head.storeId) ?? {}
    return {
      ...head,
      days: days.map((day) => ({
        ...day,
        unknownOpen: open.filter((row) => row.currency === day.currency && row.openedAtMs >= head.dayStartMs).length,
      })),
      methods,
      minutes: minutes.get(head.storeId) ?? [],
      unknowns: open,
      terminals: terminals.get(head.storeId) ?? [],
      agents: agents.get(head.storeId) ?? [],
    }
  })
}
