import { createPool, createPrisma, type DatabaseRole } from '@counterfoil/db'
import { createIdMaker, type ServiceContext } from '@counterfoil/services'
import { databaseUrl } from './database-url.ts'
import type { CliIo } from './verb.ts'

/** Runs `work` with the services over the database, and closes the connections whatever happens. */
export async function withServices<T>(io: CliIo, work: (ctx: ServiceContext) => Promise<T>): Promise<T> {
  const url = databaseUrl(io.env)
  const db = createPrisma({ url })
  const pool = createPool({ url, max: 2 })
  try {
    return await work({ db, pool, ...cliActor() })
  } finally {
    await Promise.all([db.$disconnect(), pool.end()])
  }
}

/** Who acts when somebody on the server types a command. */
export function cliActor(): Pick<ServiceContext, 'actor' | 'now' | 'newId'> {
  const newId = createIdMaker({ nowMs: () => Date.now(), fillRandom: (bytes) => crypto.getRandomValues(bytes) })
  return { actor: { kind: 'system', name: 'cli' }, now: () => new Date(), newId }
}

/** Runs `work` with one connection of the given rights, and closes it whatever happens. */
export async function withPool<T>(
  io: CliIo,
  role: DatabaseRole,
  work: (pool: ReturnType<typeof createPool>) => Promise<T>,
): Promise<T> {
  const pool = createPool({ url: databaseUrl(io.env), max: 1, role })
  try {
    return await work(pool)
  } finally {
    await pool.end()
  }
}
