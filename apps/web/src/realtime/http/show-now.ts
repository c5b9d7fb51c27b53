import type { Ingest } from '@counterfoil/services/ingest'
import type { HubParts } from '../hub-parts.ts'
import type { HubNow } from './hub-now.ts'

/** Sets what only matters at the moment it is asked. */
export function showNow(
  { pool, metrics }: Pick<HubParts, 'pool' | 'metrics'>,
  ingest: Pick<Ingest, 'status'>,
  hub: Pick<HubNow, 'draining' | 'replaying'>,
): void {
  const { connected, waitingEvents } = ingest.status
  metrics.waitingEvents.set(waitingEvents)
  metrics.replaying.set(hub.replaying())
  metrics.ready.set(connected && !hub.draining() ? 1 : 0)
  metrics.machine.pool.set({ state: 'busy' }, pool.totalCount - pool.idleCount)
  metrics.machine.pool.set({ state: 'idle' }, pool.idleCount)
  metrics.machine.poolWaiting.set(pool.waitingCount)
}
