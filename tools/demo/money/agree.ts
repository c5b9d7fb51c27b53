import type { ServiceContext } from '@counterfoil/services'
import {
  addBankAccount,
  addContract,
  addRoute,
  addSource,
  listBankAccounts,
  listSources,
  seedCalendars,
} from '@counterfoil/services/funds'
import { contractsOf, demoAccounts, demoAcquirers, routesOf, sourcesFrom } from './acquirers.ts'

type Context = Omit<ServiceContext, 'db'>

/** Writes down, once, which accounts the demo chain has and which files it expects from `firstDay` on. */
export async function expectFiles(ctx: ServiceContext, firstDay: string): Promise<void> {
  await seedCalendars(ctx)
  if ((await listBankAccounts(ctx)).length === 0)
    for (const { number, currency, name, timeZone, legalEntity } of demoAccounts)
      await addBankAccount(ctx, { number, currency, name, timeZone, legalEntity })
  if ((await listSources(ctx)).length === 0) for (const source of sourcesFrom(firstDay)) await addSource(ctx, source)
}

/**
 * Writes down, once, what was agreed with the acquirers. The payments of the days before are expected from then on, so it is
 * done when their files are ready: nothing of two weeks is ever missing for a moment.
 */
export async function agreeWithAcquirers(ctx: Context): Promise<void> {
  const { rows } = await ctx.pool.query<{ contract: string | null; routes: boolean }>(
    'select (select min(id) from funds_contract) as contract, exists (select from funds_route) as routes',
  )
  if (rows[0]?.contract === null) for (const contract of demoAcquirers.flatMap(contractsOf)) await addContract(ctx, contract)
  if (rows[0]?.routes === false) for (const route of demoAcquirers.flatMap(routesOf)) await addRoute(ctx, route)
}
