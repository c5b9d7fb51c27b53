import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createPool, createPrisma, type Prisma } from '@counterfoil/db'
import { createIdMaker, type ServiceContext } from '@counterfoil/services'

/** The running stack's own database, for what a test puts there beforehand. */
export interface StackDatabase {
  readonly db: Prisma
  /** The verbs, as a test. */
  readonly services: ServiceContext
  close(): Promise<void>
}

export function openStackDatabase(dataFolder: string): StackDatabase {
  const url = databaseUrlOf(dataFolder)
  const db = createPrisma({ url, max: 2 })
  const pool = createPool({ url, max: 2 })
  const newId = createIdMaker({ nowMs: Date.now, fillRandom: (bytes) => crypto.getRandomValues(bytes) })
  return {
    db,
    services: { db, pool, newId, now: () => new Date(), actor: { kind: 'system', name: 'test' } },
    async close() {
      await Promise.all([db.$disconnect(), pool.end()])
    },
  }
}

/** Of whoever owns the stack's database. */
export function databaseUrlOf(dataFolder: string): string {
  return (JSON.parse(readFileSync(join(dataFolder, 'running.json'), 'utf8')) as { databaseUrl: string }).databaseUrl
}
