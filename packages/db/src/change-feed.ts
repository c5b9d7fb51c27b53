import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Prisma, PrismaTransaction } from './client.ts'
import { withRole } from './roles.ts'

const CHANNEL = 'counterfoil_changes'
const CHANGED_ENTITIES = [
  'session',
  'user',
  'screen',
  'store',
  'agent',
  'terminal',
  'device',
  'alert',
  'installation',
  'rate',
  'card_alarm',
  'command',
  'approvers',
  'log',
  'funds_file',
  'funds_file_task',
  'funds',
] as const
export type ChangedEntity = (typeof CHANGED_ENTITIES)[number]

/** "This row is not what it was": the reader looks for itself. */
export interface Change {
  readonly entity: ChangedEntity
  readonly id: string
}

/**
 * Tells every subscriber, once the transaction commits. For what people change on the dashboard only: NOTIFY lets one
 * transaction commit at a time, which ingest could not bear.
 */
export async function publishChange(tx: Prisma | PrismaTransaction, { entity, id }: Change): Promise<void> {
  await tx.$executeRaw`select pg_notify(${CHANNEL}, ${JSON.stringify({ entity, id })})`
}

/** The same for who holds a connection of `pg`: the hub, which has no Prisma. */
export async function notifyChange(pool: Pick<pg.Pool, 'query'>, { entity, id }: Change): Promise<void> {
  await pool.query('select pg_notify($1, $2)', [CHANNEL, JSON.stringify({ entity, id })])
}

/** Several things of one kind. */
export async function notifyChanges(
  pool: Pick<pg.Pool, 'query'>,
  entity: Change['entity'],
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return
  await pool.query('select pg_notify($1, p) from unnest($2::text[]) p', [
    CHANNEL,
    ids.map((id) => JSON.stringify({ entity, id })),
  ])
}

export interface ChangeSubscription extends AsyncDisposable {
  /** No call of `onChange` or `onResync` comes after this returns. */
  readonly close: () => Promise<void>
}

export interface SubscribeOptions {
  /** Hears why the connection was lost or not made; the subscription goes on by itself. */
  readonly onTrouble?: (error: Error) => void
  readonly firstRetryMs?: number
  readonly pingEveryMs?: number
}

/**
 * Listens on a connection of its own and connects again, for ever, when it is lost. `onResync` is called whenever
 * listening begins, also the first time: what happened before is not told again, so read everything anew.
 */
export function subscribeToChanges(
  url: string,
  onChange: (change: Change) => void,
  onResync: () => void,
  { onTrouble = () => {}, firstRetryMs = 250, pingEveryMs = 15_000 }: SubscribeOptions = {},
): ChangeSubscription {
  const closing = new AbortController()
  const { signal } = closing
  const keepListening = async () => {
    let retryMs = firstRetryMs
    while (!signal.aborted) {
      try {
        await listenOnce({
          url,
          pingEveryMs,
          signal,
          onChange: (change) => signal.aborted || onChange(change),
          onListening: () => {
            retryMs = firstRetryMs
            if (!signal.aborted) onResync()
          },
        })
      } catch (error) {
        if (!signal.aborted) onTrouble(error instanceof Error ? error : new Error(String(error)))
      }
      await sleep(retryMs, undefined, { signal }).catch(() => {})
      retryMs = Math.min(retryMs * 2, 10_000)
    }
  }
  const finished = keepListening()
  const close = () => {
    closing.abort()
    return finished
  }
  return { close, [Symbol.asyncDispose]: close }
}

interface ListenOptions {
  readonly url: string
  readonly pingEveryMs: number
  readonly signal: AbortSignal
  readonly onChange: (change: Change) => void
  readonly onListening: () => void
}

/** Returns when the signal says so; throws when the connection is lost. */
async function listenOnce({ url, pingEveryMs, signal, onChange, onListening }: ListenOptions): Promise<void> {
  const client = new pg.Client({
    connectionString: withRole(url, 'app'),
    application_name: 'counterfoil changes',
    connectionTimeoutMillis: 10_000,
    query_timeout: 10_000,
    keepAlive: true,
  })
  const lost = new Promise<never>((_, reject) => {
    client.on('error', reject)
    client.on('end', () => reject(new Error('The connection that listens for changes was closed.')))
  })
  // Nobody waits for it while a query runs, which then fails by itself.
  lost.catch(() => {})
  client.on('notification', ({ payload }) => {
    const change = parseChange(payload ?? '')
    if (change) onChange(change)
  })
  try {
    await client.connect()
    await client.query(`listen ${CHANNEL}`)
    onListening()
    while (!signal.aborted) {
      await Promise.race([sleep(pingEveryMs, undefined, { signal }).catch(() => {}), lost])
      // A connection can be dead without a word; only asking tells.
      if (!signal.aborted) await client.query('select 1')
    }
  } finally {
    // On a dead connection this may take for ever.
    void client.end().catch(() => {})
  }
}

function parseChange(payload: string): Change | undefined {
  try {
    const { entity, id } = JSON.parse(payload) as Partial<Change>
    const known = CHANGED_ENTITIES.find((name) => name === entity)
    return known && typeof id === 'string' ? { entity: known, id } : undefined
  } catch {
    return undefined
  }
}
