import type { Batch } from '@counterfoil/protocol'
import type { CardAlarmFind } from '../card-alarms/raise-card-alarm.ts'
import type { Cursor } from './check-envelope.ts'
import type { FailureKind } from './failure.ts'
import type { GroupRows } from './group-rows.ts'
import type { PaymentState } from './payment-state.ts'
import type { RegistryAgent } from './registry-places.ts'
import type { RegistryRows } from './registry-rows.ts'

/** One number of one stream. */
export interface StreamPlace {
  readonly storeId: number
  readonly agentId: number
  readonly epoch: number
  readonly seq: number
}

export interface WrittenGroup {
  /** The store's own clock, ms. */
  readonly recordedAtMs: number
  /** The revision this commit gave each store. */
  readonly revs: ReadonlyMap<number, number>
}

export type GroupOutcome =
  | { readonly written: WrittenGroup }
  /** Nothing was written, except after `away`: then nobody knows. */
  | { readonly failure: FailureKind; readonly error: unknown }

/** Something the hub itself saw, for its own record. */
export interface HubNote {
  readonly kind: string
  readonly agentId: number | null
  readonly storeId: number | null
  readonly detail: Readonly<Record<string, unknown>>
}

export interface QuarantineReason {
  readonly reason: string
  /** Card numbers that were cut out of the batch. */
  readonly cardFinds: readonly CardAlarmFind[]
}

/**
 * Everything the ingest asks of the database. PostgreSQL in the product, memory in simulations; one suite holds both to the
 * same answers. Reads reject while the database is away.
 */
export interface IngestStore extends RegistryRows {
  /** False while nothing can be written; `trouble` says why. */
  readonly connected: boolean
  readonly trouble: string | null
  /** Where the agent's stream stands; null for an epoch nobody knows. */
  readCursor(agentId: number, epoch: number): Promise<Cursor | null>
  /** How far the batches of a revoked agent have been kept aside. */
  readQuarantineCursor(agentId: number, epoch: number): Promise<Cursor | null>
  /** Hash recorded for one number, null where there is none; `away` where its event is in a file alone. */
  readHash(place: StreamPlace): Promise<Buffer | 'away' | null>
  /** Those of the payments that are held, in any order. */
  readPayments(storeId: number, ids: readonly string[]): Promise<PaymentState[]>
  /** One transaction: all of it or nothing, and nothing unless every stream stands where the group begins. Never rejects. */
  writeGroup(rows: GroupRows): Promise<GroupOutcome>
  /** Keeps a well-signed batch aside, counted nowhere; the same one again is kept once. */
  quarantine(agent: RegistryAgent & { readonly uid: string }, batch: Batch, why: QuarantineReason): Promise<void>
  recordNote(note: HubNote): Promise<void>
  close(): Promise<void>
}
