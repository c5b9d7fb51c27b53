import { type Contract, parseContract } from '@counterfoil/settlement/funds'
import type { ServiceContext } from '../../context.ts'
import { requireWholeChain } from '../../permissions/index.ts'
import { epochMs } from '../../read-rows.ts'
import { readCalendars } from '../calendars/read-calendars.ts'
import { type ListedBankAccount, listBankAccounts } from './list-bank-accounts.ts'
import { type ListedRoute, listRoutes } from './list-routes.ts'
import { type ListedSource, listSources } from './list-sources.ts'

export interface ContractVersion {
  readonly version: number
  readonly validFrom: string
  readonly validTo: string | null
  readonly madeBy: string
  readonly madeAtMs: number
  /** Null for one that this release cannot read. */
  readonly contract: Contract | null
}

export interface AgreedContract {
  readonly id: string
  readonly acquirer: string
  readonly merchantAccount: string
  readonly currency: string
  /** The newest first; expectations keep the version they were made with. */
  readonly versions: readonly ContractVersion[]
}

export interface FrozenCalendar {
  readonly name: string
  readonly version: string
  readonly source: string
  readonly years: readonly number[]
  readonly closedDays: number
  /** Days of a weekend that are worked. */
  readonly workedDays: number
}

/** All by which expectations are made: contracts with their versions, who settles what, accounts, expected files, calendars. */
export interface Agreements {
  readonly contracts: readonly AgreedContract[]
  readonly routes: readonly ListedRoute[]
  readonly accounts: readonly ListedBankAccount[]
  readonly sources: readonly ListedSource[]
  readonly calendars: readonly FrozenCalendar[]
}

/** Throws `forbidden` to whoever reaches less than the chain: accounts and contracts belong to no store. */
export async function getAgreements(ctx: ServiceContext): Promise<Agreements> {
  requireWholeChain(ctx)
  const { rows } = await ctx.pool.query<
    Omit<ContractVersion, 'contract'> & Omit<AgreedContract, 'versions'> & { document: unknown }
  >(
    `select c.id, c.version, c.acquirer, c.merchant_account as "merchantAccount", c.currency::text as currency,
       c.valid_from::text as "validFrom", c.valid_to::text as "validTo", c.document, coalesce(u.name, c.made_by) as "madeBy",
       ${epochMs('c.made_at')} as "madeAtMs"
     from funds_contract c left join "user" u on u.id = c.made_by order by c.acquirer, c.id, c.version desc`,
  )
  const contracts = [...Map.groupBy(rows, ({ id }) => id)].flatMap(([id, [newest, ...older]]) => {
    if (newest === undefined) return []
    const { acquirer, merchantAccount, currency } = newest
    const versions = [newest, ...older].map(({ version, validFrom, validTo, madeBy, madeAtMs, document }) => {
      const parsed = parseContract(document)
      return { version, validFrom, validTo, madeBy, madeAtMs, contract: parsed.ok ? parsed.contract : null }
    })
    return [{ id, acquirer, merchantAccount, currency, versions }]
  })
  const calendars = (await readCalendars(ctx.pool)).map(({ name, table }) => {
    const years = Object.entries(table.years)
    const count = (days: Readonly<Record<string, string>> | undefined): number => Object.keys(days ?? {}).length
    return {
      ...{ name, version: table.version, source: table.source, years: years.map(([year]) => Number(year)) },
      closedDays: years.reduce((sum, [, { closed }]) => sum + count(closed), 0),
      workedDays: years.reduce((sum, [, { open }]) => sum + count(open), 0),
    }
  })
  const [routes, accounts, sources] = await Promise.all([listRoutes(ctx), listBankAccounts(ctx), listSources(ctx)])
  return { contracts, routes, accounts, sources, calendars }
}
