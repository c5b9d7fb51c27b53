import type { ServiceContext } from './context.ts'

/** Runs one SELECT with `$1…` parameters. Cast int8 and numeric to float8, dates to text: rows arrive as plain values. */
export type ReadRows = <Row>(sql: string, ...values: readonly unknown[]) => Promise<Row[]>

/** Several SELECTs that see the database at one instant, so that their figures belong together. */
export async function readTogether<Result>(
  ctx: Pick<ServiceContext, 'db'>,
  read: (rows: ReadRows) => Promise<Result>,
): Promise<Result> {
  return ctx.db.$transaction(async (tx) => read((sql, ...values) => tx.$queryRawUnsafe(sql, ...values)), {
    isolationLevel: 'RepeatableRead',
    timeout: 15_000,
  })
}

export function readRows(ctx: Pick<ServiceContext, 'db'>): ReadRows {
  return (sql, ...values) => ctx.db.$queryRawUnsafe(sql, ...values)
}

/** SQL text: an instant as whole milliseconds since 1970. */
export const epochMs = (expression: string): string => `(extract(epoch from ${expression}) * 1000)::float8`
