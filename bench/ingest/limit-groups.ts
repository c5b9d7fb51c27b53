import { getRandomValues } from 'node:crypto'
import type { Batch } from '@counterfoil/protocol'
import { createIdMaker } from '@counterfoil/services'
import {
  type BatchRows,
  checkEnvelope,
  createBusinessCalendar,
  createRegistry,
  foldBatch,
  groupRows,
  groupValues,
  headEntries,
  type PaymentState,
  placeEvents,
  postgresRegistryRows,
  readEvent,
} from '@counterfoil/services/ingest'
import type pg from 'pg'
import type { PreparedAgent } from './prepare-chain.ts'

/** Events of one commit, as the hub's writer takes them. */
const GROUP_EVENTS = 2_000
const newId = createIdMaker({ nowMs: () => Date.now(), fillRandom: (bytes) => getRandomValues(bytes) })

/** Parameters of one group's statement, ready to be sent. */
export type GroupValues = readonly (Buffer | number)[]

/** What one bare connection writes, in order. */
export interface BareLine {
  readonly warmUp: readonly GroupValues[]
  readonly measured: readonly GroupValues[]
}

/** Rows of one agent's batches, in its order. */
interface AgentRows {
  readonly rows: readonly BatchRows[]
  readonly warmUp: number
}

/** Makes the rows of every batch with the ingest's own functions, over a database that is like the measured ones. */
export async function foldStreams(pool: pg.Pool, agents: readonly PreparedAgent[]): Promise<AgentRows[]> {
  const registry = createRegistry(postgresRegistryRows(pool, { now: () => new Date(), newId }))
  const calendar = createBusinessCalendar()
  const streams: AgentRows[] = []
  for (const { agent, bench } of agents) {
    const store = await registry.store(agent.storeId)
    const held = new Map<string, PaymentState>()
    const rows: BatchRows[] = []
    for (const batch of bench.batches) {
      const envelope = envelopeOf(batch)
      const events = await placeEvents(registry, agent, envelope.lines.map(readEvent))
      const folded = foldBatch({ agentId: agent.id, store, envelope, events, held, calendar })
      for (const payment of folded.payments) {
        if (payment.final) held.delete(payment.id)
        else held.set(payment.id, payment)
      }
      rows.push(folded)
    }
    streams.push({ rows, warmUp: bench.warmUp })
  }
  return streams
}

/** Deals the agents out to `connections` lines and builds each line's groups: every agent's first batch, then every second … */
export function bareLines(streams: readonly AgentRows[], connections: number): BareLine[] {
  return Array.from({ length: connections }, (_, line) => {
    const own = streams.filter((_, index) => index % connections === line)
    return {
      warmUp: groupsOf(own.map(({ rows, warmUp }) => rows.slice(0, warmUp))),
      measured: groupsOf(own.map(({ rows, warmUp }) => rows.slice(warmUp))),
    }
  })
}

function groupsOf(streams: readonly (readonly BatchRows[])[]): GroupValues[] {
  const groups: GroupValues[] = []
  let group: BatchRows[] = []
  let events = 0
  const longest = Math.max(0, ...streams.map((rows) => rows.length))
  for (let nth = 0; nth < longest; nth += 1) {
    for (const stream of streams) {
      const rows = stream[nth]
      if (rows === undefined) continue
      if (events + rows.events.length > GROUP_EVENTS) {
        groups.push(valuesOf(group))
        group = []
        events = 0
      }
      group.push(rows)
      events += rows.events.length
    }
  }
  if (group.length > 0) groups.push(valuesOf(group))
  return groups
}

/** With the log's entry of the group, as the ingest writes it. */
function valuesOf(batches: readonly BatchRows[]): GroupValues {
  return groupValues(groupRows(batches), headEntries({ now: () => new Date(), newId }, batches))
}

function envelopeOf(batch: Batch) {
  const checked = checkEnvelope(batch)
  if ('refusal' in checked) throw new Error(`the benchmark made a batch the ingest refuses: ${checked.refusal.message}`)
  return checked.envelope
}
