/**
 * What a failed commit means. `fence`: a stream did not stand where the group begins, nothing was written. `retry`: try the
 * same again. `data`: PostgreSQL refuses a row of it. `away`: nobody knows, or the database cannot write now.
 */
export type FailureKind = 'fence' | 'retry' | 'data' | 'away'

/** Decides by SQLSTATE; errors without one are those of the connection. */
export function failureKind(error: unknown): FailureKind {
  const code = sqlState(error)
  if (code === undefined) return 'away'
  // division_by_zero is the fence itself, unique_violation what an event already there runs into before it.
  if (code === '22012' || code === '23505') return 'fence'
  if (code === '40001' || code === '40P01' || code === '55P03') return 'retry'
  // 08 connection, 25 read-only after a failover, 53 out of disk or memory, 57 operator, 58 system, F0 config, XX internal.
  if (/^(08|25|53|57|58|F0|XX)/.test(code)) return 'away'
  return 'data'
}

function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  const { code } = error
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && 'severity' in error ? code : undefined
}

/** One line for a log or an answer; never a statement's values. */
export function failureText(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.slice(0, 200) || 'no reason given'
}
