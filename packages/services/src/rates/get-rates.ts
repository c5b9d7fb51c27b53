import { InstantMs } from '@counterfoil/protocol'
import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { readTogether } from '../read-rows.ts'
import { chooseRate, type DatedRate, type ReportingRate } from './choose-rate.ts'

/** What is needed to add up several currencies. */
export interface Rates {
  readonly reportingCurrency: string
  /** One for each currency that has a rate; the reporting currency itself is not among them. */
  readonly rates: readonly ReportingRate[]
}

export const RatesInput = z.strictObject({ asOfMs: InstantMs.optional() })
export type RatesInput = z.infer<typeof RatesInput>

/** The newest rates on or before today, or the day of `asOfMs`. Throws `not_found` while the database has no installation. */
export async function getRates(ctx: ServiceContext, { asOfMs }: RatesInput = {}): Promise<Rates> {
  return readTogether(ctx, async (rows) => {
    const [installation] = await rows<{ reporting: string }>('select reporting_currency::text as reporting from installation')
    if (installation === undefined) {
      throw new ServiceError('not_found', 'This database has no installation yet. Start the server once so that it is set up.')
    }
    const dated = await rows<DatedRate>(
      `select distinct on (base, quote) on_date::text as "onDate", base::text as base, quote::text as quote, rate::float8 as rate, source
       from rate where on_date <= ($1::timestamptz at time zone 'UTC')::date
       order by base, quote, on_date desc`,
      asOfMs === undefined ? ctx.now() : new Date(asOfMs),
    )
    const named = new Set(dated.flatMap((rate) => [rate.base, rate.quote]))
    named.delete(installation.reporting)
    return {
      reportingCurrency: installation.reporting,
      rates: [...named].flatMap((currency) => chooseRate(dated, currency, installation.reporting) ?? []),
    }
  })
}
