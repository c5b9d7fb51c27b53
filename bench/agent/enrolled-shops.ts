import type { Identity } from '@counterfoil/agent'
import { publicKeyText } from '@counterfoil/audit'
import { ensurePartitions } from '@counterfoil/db'
import { applyMigrations } from '@counterfoil/db/migrate'
import { ensureInstallation } from '@counterfoil/services/installation'
import { benchStores, enrolStores } from '../enrolled-store.ts'
import { withContext } from '../with-context.ts'

export type Shop = Omit<Identity, 'hubUrl'>

/** A fresh installation with so many stores, and who their agents are. */
export async function enrolShops(databaseUrl: string, count: number): Promise<Shop[]> {
  await applyMigrations({ url: databaseUrl })
  return withContext(databaseUrl, async (ctx) => {
    await ensurePartitions(ctx.pool)
    await ensureInstallation(ctx, { kind: 'demo', name: 'Benchmark', reportingCurrency: 'EUR' })
    const { rows } = await ctx.pool.query<{ hubId: string }>('select hub_id as "hubId" from installation')
    const hubId = rows[0]?.hubId
    if (hubId === undefined) throw new Error('the installation has no hub id')
    return (await enrolStores(ctx, benchStores(count, 1))).map(({ store, agent, privateKey }) => {
      const publicKey = publicKeyText(agent.key)
      const { code, name } = store
      return { agentId: agent.uid, hubId, store: { code, name }, epoch: agent.epoch, publicKey, privateKey }
    })
  })
}
