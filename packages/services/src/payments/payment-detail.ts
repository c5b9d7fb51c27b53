import type { AgentEvent, PaymentRow } from '@counterfoil/protocol'
import type { DeviceState } from '../devices/lifecycle.ts'

/** Which batch carried an event, and what vouches for it. */
export interface EventDelivery {
  readonly firstSeq: number
  readonly lastSeq: number
  readonly signature: string
  readonly committedAtMs: number
}

export interface PaymentEventRecord {
  readonly agentId: number
  readonly epoch: number
  readonly seq: number
  readonly kind: string
  /** The agent's clock. */
  readonly atMs: number
  readonly recordedAtMs: number
  readonly hash: string
  /** null when this version cannot read the body: then only `text` tells. */
  readonly event: AgentEvent | null
  /** A card number was cut out of the body; the exact one is sealed, and `hash` is its. */
  readonly cut: boolean
  /** The body but for the first digits of a card, at most 16,000 characters. */
  readonly text: string
  readonly delivery: EventDelivery | null
}

/** A payment beside this one: what it refunds or reverses, or what refunds or reverses it. */
export type RelatedPayment = Pick<PaymentRow, 'id' | 'kind' | 'amountMinor' | 'currency' | 'outcome' | 'openedAtMs'>

export interface PaymentDetail {
  /** The device it came from when that was in a state in which no payment is expected of it. */
  readonly flag: { readonly deviceId: number; readonly state: DeviceState } | null
  readonly row: PaymentRow
  readonly store: {
    readonly storeId: number
    readonly code: string
    readonly name: string
    readonly nameLang: string
    readonly country: string
    readonly timeZone: string
  }
  readonly terminal: {
    readonly terminalId: number
    readonly protocol: string
    readonly label: string | null
    readonly note: string | null
    readonly model: string | null
    readonly serial: string | null
  }
  readonly agent: { readonly agentId: number; readonly name: string; readonly publicKey: string }
  readonly intake: 'driven' | 'tapped'
  readonly final: boolean
  readonly reason: string | null
  readonly businessDate: string
  readonly answeredAtMs: number | null
  readonly finalisedAtMs: number | null
  readonly recordedAtMs: number
  readonly money: {
    readonly currency: string
    readonly requestedMinor: number
    readonly authorisedMinor: number | null
    readonly tipMinor: number | null
    readonly cashbackMinor: number | null
    readonly surchargeMinor: number | null
    readonly dccMinor: number | null
    readonly dccCurrency: string | null
  }
  readonly references: {
    readonly tid: string | null
    readonly merchantNumber: string | null
    readonly receipt: string | null
    readonly trace: string | null
    readonly terminalBatch: string | null
    readonly authorisationCode: string | null
    readonly retrievalReference: string | null
    readonly applicationId: string | null
    readonly basket: string | null
    readonly cashier: string | null
    readonly resultCode: string | null
    readonly resultText: string | null
    readonly terminalDate: string | null
    readonly terminalTime: string | null
  }
  readonly card: {
    /** Whether `revealFirstSix` has something to tell. */
    readonly firstSixKnown: boolean
    readonly last4: string | null
    readonly name: string | null
    readonly entry: string | null
    readonly cardholderVerification: string | null
    readonly authorised: string | null
  }
  readonly parent: RelatedPayment | null
  readonly children: readonly RelatedPayment[]
  readonly events: readonly PaymentEventRecord[]
  /** Months, from the first to the last time something of it was recorded, whose events are in files alone. */
  readonly awayMonths: readonly string[]
}
