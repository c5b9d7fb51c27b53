import { join } from 'node:path'
import { createPool, createPrisma } from '@counterfoil/db'
import { createIdMaker, type ServiceContext } from '@counterfoil/services'
import { ensureInstallation } from '@counterfoil/services/installation'
import { countUsers, createSetupLink } from '@counterfoil/services/users'
import { expectFiles } from '../demo/money/agree.ts'
import { seedDemo } from '../demo/seed-demo.ts'
import type { LaunchOptions } from './options.ts'

const DAY_MS = 86_400_000

/** Makes the installation row, the demo chain of an empty database, and the link for the first account. */
export async function prepareChain(
  options: LaunchOptions,
  databaseUrl: string,
  say: (line: string) => void,
  stop: AbortSignal,
): Promise<{ readonly setupLink: string | null }> {
  const db = createPrisma({ url: databaseUrl })
  const pool = createPool({ url: databaseUrl, max: 4 })
  const newId = createIdMaker({ nowMs: () => Date.now(), fillRandom: (bytes) => crypto.getRandomValues(bytes) })
  const ctx: ServiceContext = { db, pool, actor: { kind: 'system', name: 'launcher' }, now: () => new Date(), newId }
  try {
    const wanted = options.demo
      ? ({ kind: 'demo', name: 'Demo chain', reportingCurrency: 'EUR' } as const)
      : ({ kind: 'live', name: 'Counterfoil', reportingCurrency: 'EUR' } as const)
    await ensureInstallation(ctx, wanted)
    if (options.demo) {
      await seedDemo(ctx, { folder: join(options.dataFolder, 'demo'), days: options.demoDays, say, stop })
      await expectFiles(ctx, new Date(ctx.now().getTime() - options.demoDays * DAY_MS).toISOString().slice(0, 10))
    }
    if ((await countUsers(ctx)) > 0) return { setupLink: null }
    const link = await createSetupLink(ctx, { force: false })
    return { setupLink: `${options.publicOrigin}/setup/${link.token}` }
  } finally {
    await Promise.all([db.$disconnect(), pool.end()])
  }
}
