import type pg from 'pg'
import type { ServiceContext } from './context.ts'
import { ServiceError } from './errors.ts'

const STATEMENT_TIMEOUT_MS = 10_000
/** PostgreSQL's query_canceled (appendix A). */
const QUERY_CANCELED = '57014'

/** Runs one SELECT with `$1…` parameters. Cast int8 and numeric to float8, dates to text: rows arrive as plain values. */
export type ReadRows = <Row>(sql: string, ...values: readonly unknown[]) => Promise<Row[]>

/** Asks over one connection or any of a pool, without seeing one instant. */
export const rowsThrough =
  (client: Pick<pg.ClientBase, 'query'>): ReadRows =>
  async (sql, ...values) =>
    (await client.query(sql, [...values])).rows

/**
 * SELECTs that see the database at one instant, so that their figures belong together. A question that takes longer than
 * 10 s is given up and told as `unavailable`.
 */
export async function readTogether<Result>(
  ctx: Pick<ServiceContext, 'pool'>,
  read: (rows: ReadRows) => Promise<Result>,
): Promise<Result> {
  const client = await ctx.pool.connect()
  let broken: Error | undefined
  try {
    await client.query(`begin isolation level repeatable read read only; set local statement_timeout = ${STATEMENT_TIMEOUT_MS}`)
    const result = await read(async (sql, ...values) => (await client.query(sql, [...values])).rows)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((rollbackError: Error) => {
      broken = rollbackError
    })
    throw isCanceled(error) ? tookTooLong(error) : error
  } finally {
    client.release(broken)
  }
}

function isCanceled(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === QUERY_CANCELED
}

function tookTooLong(cause: unknown): ServiceError {
  return new ServiceError(
    'unavailable',
    'The question took longer than 10 s. Ask for less: a shorter time, one country or one store.',
    {
      reason: 'took_too_long',
      cause,
    },
  )
}

/** SQL text: an instant as whole milliseconds since 1970. */
export const epochMs = (expression: string): string => `(extract(epoch from ${expression}) * 1000)::float8`
