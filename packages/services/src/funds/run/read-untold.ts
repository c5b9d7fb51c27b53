import { dayNumber, type UntoldPayments } from '@counterfoil/settlement/funds'
import type pg from 'pg'

/** Taken payments that nobody can say a day for, by what is missing. */
export async function readUntold(client: pg.ClientBase): Promise<UntoldPayments[]> {
  const { rows } = await client.query<Omit<UntoldPayments, 'firstDay'> & { firstOn: string }>(
    `select not_told ->> 'kind' as kind, acquirer, merchant_account as "merchantAccount", currency::text as currency,
       min(opened_on)::text as "firstOn", sum(case kind when 'sale' then amount_minor else -amount_minor end)::float8 as "amountMinor",
       (array_agg(payment_id::text order by opened_on, payment_id))[1:20] as payments
     from funds_payment where state = 'not_told' and open group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
  )
  return rows.map(({ firstOn, ...row }) => ({ ...row, firstDay: dayNumber(firstOn) }))
}
