import type { Ingest } from '@counterfoil/services/ingest'
import type { HubParts } from '../hub-parts.ts'
import { askDatabase } from './ask-database.ts'

export interface Health {
  readonly status: 'ok' | 'unavailable'
  readonly database: 'up' | 'away'
  readonly agents: number
  readonly browsers: number
  /** Whether other hubs hear of this one's commits at once: `alone` without REDIS_URL. Never a reason to be unavailable. */
  readonly otherHubs: 'alone' | 'up' | 'away'
  readonly waitingEvents: number
  /** In plain words; empty while all is well. */
  readonly problems: readonly string[]
}

/** What `/healthz` tells: whether batches can be acknowledged now, and if not, why. */
export async function checkHealth(
  parts: Pick<HubParts, 'pool' | 'clock'>,
  ingest: Ingest,
  counts: Pick<Health, 'agents' | 'browsers' | 'otherHubs'>,
): Promise<Health> {
  const problems: string[] = []
  const { connected, trouble, waitingEvents } = ingest.status
  if (!connected) problems.push(`The hub's writing connection to PostgreSQL is away (${trouble}); it is tried again by itself.`)
  const asked = await askDatabase(parts, 'select 1')
  if ('trouble' in asked) problems.push(`PostgreSQL does not answer (${asked.trouble}); agents keep their events until it does.`)
  return {
    status: problems.length === 0 ? 'ok' : 'unavailable',
    database: problems.length === 0 ? 'up' : 'away',
    ...counts,
    waitingEvents,
    problems,
  }
}
