import { createAgent, createStore } from '@counterfoil/db/testing'
import { createIdMaker } from '@counterfoil/services'
import { addRoute } from '@counterfoil/services/funds'
import { saleEvents, scriptAgent } from '@counterfoil/services/testing'
import type { StackDatabase } from './open-database.ts'
import { greet } from './seed-place.ts'

export interface SeededSale {
  readonly basket: string
  readonly amountMinor: number
  readonly atMs: number
}

/** Sales of one store of its own, whose money one merchant account of Adyen brings; gives basket → payment's id. */
export async function seedSales(
  { db, services }: StackDatabase,
  hubUrl: string,
  { merchantAccount, sales }: { readonly merchantAccount: string; readonly sales: readonly SeededSale[] },
): Promise<Map<string, string>> {
  const store = await createStore(db)
  await addRoute(services, { store: store.code, currency: 'EUR', acquirer: 'adyen', merchantAccount, validFrom: '2020-01-01' })
  const { agent, sign } = await createAgent(db, { storeId: store.id })
  const script = scriptAgent({ uid: agent.uid, sign })
  const tell = await greet(hubUrl, { uid: agent.uid, sign })
  const made = new Map<string, string>()
  const events = sales.flatMap(({ basket, amountMinor, atMs }) => {
    const id = createIdMaker({ nowMs: () => atMs, fillRandom: (bytes) => crypto.getRandomValues(bytes) })()
    made.set(basket, id)
    return saleEvents({ id, at: atMs, basket, amountMinor })
  })
  await tell('/batch', script.batch(events))
  await tell('/end', {})
  return made
}
