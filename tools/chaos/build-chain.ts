import { getRandomValues } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import type { Identity } from '@counterfoil/agent'
import { createPool, createPrisma } from '@counterfoil/db'
import { createInstallation } from '@counterfoil/db/testing'
import { createIdMaker, type ServiceContext } from '@counterfoil/services'
import { addStore } from '@counterfoil/services/stores'
import { enrolDemoAgent } from '../demo/enrol-demo-agent.ts'

export interface EnrolledAgent {
  readonly store: string
  readonly storeId: number
  readonly identity: Identity
}

/** A service context past the fault proxy, for building the chain, watching it and judging it. */
export function openContext(url: string): ServiceContext & AsyncDisposable {
  const db = createPrisma({ url, max: 2 })
  const pool = createPool({ url, max: 4 })
  const newId = createIdMaker({ nowMs: () => Date.now(), fillRandom: (bytes) => getRandomValues(bytes) })
  return {
    db,
    pool,
    actor: { kind: 'system', name: 'chaos' },
    now: () => new Date(),
    newId,
    async [Symbol.asyncDispose]() {
      await Promise.all([db.$disconnect(), pool.end()])
    },
  }
}

const ZONES = ['Europe/Berlin', 'Asia/Shanghai', 'America/Santiago'] as const

/** A chain of stores with one enrolled agent each; its files are in the folder of the same place in `dataDirs`. */
export async function buildChain(ctx: ServiceContext, dataDirs: ReadonlyMap<string, string>): Promise<EnrolledAgent[]> {
  await createInstallation(ctx.db)
  const enrolled: EnrolledAgent[] = []
  for (const [store, dataDir] of dataDirs) {
    const storeId = await addStore(ctx, {
      code: store,
      name: `Store ${store}`,
      nameLang: 'en',
      country: 'DE',
      region: 'Berlin',
      city: 'Berlin',
      currency: 'EUR',
      timeZone: ZONES[enrolled.length % ZONES.length] ?? 'UTC',
      cutOffMinutes: 0,
      legalEntity: 'Test GmbH',
      openedOn: '2020-01-01',
    })
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    enrolled.push({ store, storeId, identity: await enrolDemoAgent(ctx, { storeId, dataDir }) })
  }
  return enrolled
}
