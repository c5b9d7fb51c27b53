import type pg from 'pg'
import type { Route } from './find-route.ts'

export async function readRoutes(client: pg.ClientBase): Promise<Route[]> {
  const { rows } = await client.query<Route>(
    `select store_id as "storeId", country, currency, scheme, wallet, merchant_number as "merchantNumber", acquirer,
       merchant_account as "merchantAccount", valid_from::text as "validFrom", valid_to::text as "validTo" from funds_route order by id`,
  )
  return rows
}
