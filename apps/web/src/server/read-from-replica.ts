import type { ReadReplica } from '@counterfoil/db'

type Pool = NonNullable<ReturnType<ReadReplica['usable']>>

/** PostgreSQL's classes for a lost connection, no resources, a server that stops, and a question the replay had to end. */
const OF_THE_REPLICA = /^(08|53|57P|40001|58|XX)|^E[A-Z]+$/

/**
 * Asks the replica while it is near enough, else the primary (`undefined`); a question that fails because of the replica is asked
 * of the primary again, so that nobody sees that one went away.
 */
export async function readFromReplica<Result extends { readonly ok: boolean }>(
  replica: Pick<ReadReplica, 'usable' | 'failed'>,
  ask: (pool: Pool | undefined) => Promise<Result>,
): Promise<Result> {
  const pool = replica.usable()
  if (pool === undefined) return ask(undefined)
  const result = await ask(pool)
  if (result.ok || !isOfTheReplica(result)) return result
  replica.failed()
  return ask(undefined)
}

function isOfTheReplica(result: object): boolean {
  for (let error: unknown = (result as { error?: unknown }).error; error instanceof Error; error = error.cause) {
    if ('code' in error && typeof error.code === 'string' && OF_THE_REPLICA.test(error.code)) return true
    if (/connection terminated|timeout expired|read timeout|ended unexpectedly/i.test(error.message)) return true
  }
  return false
}
