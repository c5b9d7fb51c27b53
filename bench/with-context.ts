import { getRandomValues } from 'node:crypto'
import { createPool, createPrisma } from '@counterfoil/db'
import { createIdMaker, type ServiceContext } from '@counterfoil/services'

/** A service context over one database, for the time `work` takes. */
export async function withContext<Result>(url: string, work: (ctx: ServiceContext) => Promise<Result>): Promise<Result> {
  const db = createPrisma({ url, max: 2 })
  const pool = createPool({ url, max: 4 })
  const newId = createIdMaker({ nowMs: () => Date.now(), fillRandom: (bytes) => getRandomValues(bytes) })
  try {
    return await work({ db, pool, actor: { kind: 'system', name: 'bench' }, now: () => new Date(), newId })
  } finally {
    await Promise.all([db.$disconnect(), pool.end()])
  }
}
