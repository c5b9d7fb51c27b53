import type { ServiceContext } from '@counterfoil/services'
import {
  addBankAccount,
  addContract,
  addRoute,
  addSource,
  listBankAccounts,
  listContracts,
  listRoutes,
  listSources,
  seedCalendars,
} from '@counterfoil/services/funds'
import { contractsOf, demoAccounts, demoAcquirers, routesOf, sourcesFrom } from './acquirers.ts'

/** Writes down, once, what the demo chain agreed with its acquirers and banks; files are expected from `firstDay` on. */
export async function agreeAboutMoney(ctx: ServiceContext, firstDay: string): Promise<void> {
  await seedCalendars(ctx)
  if ((await listBankAccounts(ctx)).length === 0)
    for (const { number, currency, name, timeZone, legalEntity } of demoAccounts)
      await addBankAccount(ctx, { number, currency, name, timeZone, legalEntity })
  if ((await listContracts(ctx)).length === 0)
    for (const contract of demoAcquirers.flatMap(contractsOf)) await addContract(ctx, contract)
  if ((await listRoutes(ctx)).length === 0) for (const route of demoAcquirers.flatMap(routesOf)) await addRoute(ctx, route)
  if ((await listSources(ctx)).length === 0) for (const source of sourcesFrom(firstDay)) await addSource(ctx, source)
}
