import type { IngestAgent } from './agent-line.ts'
import type { PlacedEvent } from './fold-batch.ts'
import type { IngestStore } from './ingest-store.ts'
import type { PaymentState } from './payment-state.ts'
import type { ReadEvent } from './read-event.ts'
import type { Registry } from './registry.ts'
import type { RegistryAgent } from './registry-places.ts'

/** Gives each event the terminal it belongs to, in order: a configuration counts for what comes after it. */
export async function placeEvents(registry: Registry, agent: RegistryAgent, reads: readonly ReadEvent[]): Promise<PlacedEvent[]> {
  const placed: PlacedEvent[] = []
  for (const read of reads) {
    if (read.event?.kind === 'agent.configured') await registry.configure(agent, read.event)
    if (read.event?.kind === 'terminal.identified') await registry.identify(agent, read.event)
    if (read.event === null || read.terminalKey === null) {
      placed.push({ read, place: null })
      continue
    }
    // Known terminals come back at once: waiting a tick for each event would cost more than the rest of it.
    const place = registry.terminal(agent, read.terminalKey, read.event.at)
    placed.push({ read, place: place instanceof Promise ? await place : place })
  }
  return placed
}

/**
 * Reads the payments that earlier events began and nobody has in memory, e.g. after the hub started anew. What an outlived agent
 * begins may have been gone on with by the enrolment after it.
 */
export async function heldPayments(
  stored: Pick<IngestStore, 'readPayments'>,
  { storeId, outlived = false }: Pick<IngestAgent, 'storeId' | 'outlived'>,
  reads: readonly ReadEvent[],
  held: Map<string, PaymentState>,
): Promise<void> {
  const begun = new Set<string>()
  const wanted = new Set<string>()
  for (const { event, paymentId } of reads) {
    if (event === null || paymentId === null || !event.kind.startsWith('payment.')) continue
    if (event.kind === 'payment.opened' && !outlived) begun.add(paymentId)
    else if (!begun.has(paymentId) && !held.has(paymentId)) wanted.add(paymentId)
  }
  if (wanted.size === 0) return
  for (const payment of await stored.readPayments(storeId, [...wanted])) held.set(payment.id, payment)
}
