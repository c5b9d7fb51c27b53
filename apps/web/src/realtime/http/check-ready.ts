import type { Ingest } from '@counterfoil/services/ingest'
import { MIGRATING } from '@counterfoil/services/operations'
import type { HubParts } from '../hub-parts.ts'
import { askDatabase } from './ask-database.ts'

export interface Readiness {
  readonly ready: boolean
  readonly parts: {
    readonly database: 'ok' | 'away' | 'migrating'
    /** The connection that writes what agents send. */
    readonly ingest: 'ok' | 'away'
    readonly process: 'ok' | 'draining'
  }
  /** In plain words; empty while all is well. */
  readonly problems: readonly string[]
}

/** What `/readyz` tells: whether agents and browsers should be sent to this hub now. */
export async function checkReady(
  parts: Pick<HubParts, 'pool' | 'clock'>,
  ingest: Pick<Ingest, 'status'>,
  draining: boolean,
): Promise<Readiness> {
  const asked = await askDatabase<{ migrating: boolean }>(parts, `select ${MIGRATING} as migrating`)
  const database = 'trouble' in asked ? 'away' : asked.row?.migrating === true ? 'migrating' : 'ok'
  const writes = ingest.status.connected
  const problems: string[] = []
  if (draining)
    problems.push('This hub is about to stop: agents and browsers go to another one, or come back when it has started again.')
  if (database === 'away') problems.push('PostgreSQL does not answer; agents keep their events until it does.')
  if (database === 'migrating')
    problems.push('The database is being brought to a new version; agents keep their events meanwhile.')
  if (!writes) problems.push('The connection that writes what agents send is away; it is tried again by itself.')
  return {
    ready: problems.length === 0,
    parts: { database, ingest: writes ? 'ok' : 'away', process: draining ? 'draining' : 'ok' },
    problems,
  }
}
