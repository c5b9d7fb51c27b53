import pg from 'pg'
import { type DatabaseRole, withRole } from './roles.ts'

export interface PoolOptions {
  /** The owner's URL. */
  readonly url: string
  readonly max?: number
  /** A server that lets us wait for longer, before it lets us in or answers, counts as away; without it we wait for ever. */
  readonly answerWithinMs?: number
  readonly role?: DatabaseRole
  readonly onConnectionError?: (error: Error) => void
}

/**
 * A `pg` pool with the application's rights unless told otherwise. Connects at the first query. Values come back as
 * int8 → number (an error above 2^53), date → 'YYYY-MM-DD', timestamptz → Date, numeric → text, bytea → Buffer.
 */
export function createPool(options: PoolOptions): pg.Pool {
  const { url, max = 10, role = 'app', answerWithinMs, onConnectionError = ignore } = options
  const pool = new pg.Pool({
    connectionString: withRole(url, role),
    max,
    application_name: 'counterfoil',
    types: valueTypes,
    ...(answerWithinMs !== undefined && { connectionTimeoutMillis: answerWithinMs, query_timeout: answerWithinMs }),
  })
  // Without a listener the loss of a connection would end the process, idle (the pool's) or checked out (the client's own);
  // the next query connects again.
  pool.on('error', ignore)
  pool.on('connect', (client) => client.on('error', onConnectionError))
  return pool
}

/** How `createPool` reads values; for `pg.Client`s made elsewhere that want the same. */
export const valueTypes: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (format !== 'binary' && oid === pg.types.builtins.INT8) return parseInt8
    if (format !== 'binary' && oid === pg.types.builtins.DATE) return keepText
    return pg.types.getTypeParser(oid, format as 'text')
  },
}

function parseInt8(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 ${text} does not fit a JavaScript number; select it as ::text`)
  return value
}

function keepText(text: string): string {
  return text
}

function ignore(): void {}
