import type { ServiceContext } from '../../context.ts'

export interface ListedRoute {
  readonly id: number
  readonly store: string | null
  readonly country: string | null
  readonly currency: string
  readonly scheme: string | null
  readonly wallet: string | null
  readonly merchantNumber: string | null
  readonly acquirer: string
  readonly merchantAccount: string
  readonly validFrom: string
  readonly validTo: string | null
}

export async function listRoutes({ pool }: Pick<ServiceContext, 'pool'>): Promise<ListedRoute[]> {
  const { rows } = await pool.query<ListedRoute>(
    `select r.id, s.code as store, r.country, r.currency, r.scheme, r.wallet, r.merchant_number as "merchantNumber", r.acquirer,
       r.merchant_account as "merchantAccount", r.valid_from::text as "validFrom", r.valid_to::text as "validTo"
     from funds_route r left join store s on s.id = r.store_id order by r.id`,
  )
  return rows
}
