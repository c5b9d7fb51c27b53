/** One row of `payment`: everything its events have told so far. Times are ms since 1970, dates `2026-01-31`. */
export interface PaymentState {
  readonly id: string
  readonly storeId: number
  /** UTC date of the time inside the UUIDv7, so that every later event finds the row without a look-up. */
  readonly openedOn: string
  readonly laneId: number
  readonly terminalId: number
  readonly agentId: number
  readonly kind: 'sale' | 'refund' | 'reversal'
  readonly intake: 'driven' | 'tapped'
  readonly parent: string | null
  readonly basket: string | null
  readonly cashier: string | null
  readonly requestedMinor: number
  readonly currency: string
  readonly authorisedMinor: number | null
  readonly tipMinor: number | null
  readonly outcome: 'open' | 'approved' | 'declined' | 'cancelled' | 'unknown'
  readonly final: boolean
  readonly stage: 'asking' | 'needs_person' | null
  readonly reason: string | null
  readonly recovered: boolean
  readonly scheme: string | null
  readonly funding: string | null
  readonly wallet: string | null
  readonly first6: string | null
  readonly last4: string | null
  readonly cardName: string | null
  readonly entry: string | null
  readonly cvm: string | null
  readonly authorised: string | null
  readonly authorisationCode: string | null
  readonly trace: string | null
  readonly retrievalReference: string | null
  readonly receipt: string | null
  readonly tid: string | null
  readonly merchantNumber: string | null
  readonly applicationId: string | null
  readonly resultCode: string | null
  readonly resultText: string | null
  readonly terminalDate: string | null
  readonly terminalTime: string | null
  readonly openedAtMs: number
  readonly answeredAtMs: number | null
  readonly finalisedAtMs: number | null
  readonly businessDate: string
  readonly timeZone: string
  readonly lastEpoch: number
  readonly lastSeq: number
}

/** Where an event belongs, told by the registry, not by the event. */
export interface EventPlace {
  readonly storeId: number
  readonly agentId: number
  readonly terminalId: number
  readonly laneId: number
  readonly epoch: number
  readonly seq: number
  /** The store's currency, for a payment nobody has told the currency of. */
  readonly storeCurrency: string
  readonly businessDate: string
  readonly timeZone: string
}
