import { createPublicKey } from 'node:crypto'
import { createAgent } from '@counterfoil/db/testing'
import type { ServiceContext } from '@counterfoil/services'
import type { IngestAgent } from '@counterfoil/services/ingest'
import { addStore } from '@counterfoil/services/stores'
import { type DemoStore, demoStores } from '../tools/demo/chain.ts'

/** A store with its one agent, and the key the agent signs with. */
export interface EnrolledStore {
  readonly store: DemoStore
  readonly agent: IngestAgent
  /** PKCS #8 DER, base64. */
  readonly privateKey: string
}

/** Five digits: the simulated terminals' own numbers are made of them. */
const FIRST_CODE = 10_001

/** Stores like those of the demo chain, as many as wanted; all sell round the clock, so that any day is like another. */
export function benchStores(count: number, paymentsPerDay: number): DemoStore[] {
  return Array.from({ length: count }, (_, index) => {
    const like = demoStores[index % demoStores.length]
    if (like === undefined) throw new RangeError('the demo chain has no stores')
    return { ...like, code: String(FIRST_CODE + index), paymentsPerDay, openAllNight: true }
  })
}

/** Adds stores with an enrolled agent each. The key is put into the database: joining is not what is measured. */
export async function enrolStores(ctx: ServiceContext, stores: readonly DemoStore[]): Promise<EnrolledStore[]> {
  const enrolled: EnrolledStore[] = []
  for (const store of stores) {
    const { code, name, nameLang, country, region, city, currency, timeZone, cutOffMinutes, entity: legalEntity } = store
    const place = { code, name, nameLang, country, region, city, currency, timeZone, cutOffMinutes, legalEntity }
    const storeId = await addStore(ctx, { ...place, openedOn: '2020-01-01' })
    const { agent, privateKey } = await createAgent(ctx.db, { storeId })
    enrolled.push({
      store,
      agent: { id: agent.id, uid: agent.uid, storeId, epoch: agent.epoch, state: 'active', key: createPublicKey(privateKey) },
      privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    })
  }
  return enrolled
}
