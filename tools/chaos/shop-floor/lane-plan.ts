/** One store as the shop floor knows it: its terminal, its till, and where its agent's till API is. */
export interface LanePlan {
  /** The store's code; each store has one agent, one lane, one terminal. */
  readonly store: string
  readonly terminalPort: number
  readonly tillUrl: string
  readonly tillToken: string
}

export interface ShopFloorPlan {
  readonly seed: number
  readonly lanes: readonly LanePlan[]
  readonly ledgerFile: string
  readonly ordersFile: string
}

/** One line of the terminals' books, written before the terminal answers; the last line of an entry is how it stands. */
export interface LedgerLine {
  readonly store: string
  /** Position in that terminal's books. */
  readonly index: number
  readonly kind: 'sale' | 'refund' | 'reversal'
  readonly amountMinor: number
  readonly receipt: string
  readonly state: 'approved' | 'declined' | 'cancelled' | 'reversed'
  readonly atMs: number
}

/** What a till wants and what it was told, in the order it happened; `order` is its idempotency key. */
export type OrderLine =
  | {
      readonly what: 'placed'
      readonly order: string
      readonly store: string
      readonly kind: LedgerLine['kind']
      /** No other order of the store has it, but for a reversal its sale's. */
      readonly amountMinor: number
    }
  | {
      readonly what: 'told'
      readonly order: string
      readonly payment: string
      readonly outcome: 'approved' | 'declined' | 'cancelled'
      readonly amountMinor: number
      readonly receipt: string | undefined
    }
  /** The last answer was that no payment was begun. */
  | { readonly what: 'refused'; readonly order: string; readonly code: string }
  /** A person looked at the terminal's books. */
  | { readonly what: 'decided'; readonly order: string; readonly payment: string; readonly outcome: 'approved' | 'cancelled' }
  /** Nobody could say, and nobody has looked: it must be shown as unknown. */
  | { readonly what: 'undecided'; readonly order: string; readonly payment: string }
  /** The agent said what it must never say. */
  | { readonly what: 'wrong'; readonly order: string; readonly text: string }

/** Card numbers that stand in full on the terminals' lines, and must stand nowhere else. */
export const CARD_NUMBERS: readonly string[] = ['4761739001010119', '5413330089010434', '6728000000000012342']
