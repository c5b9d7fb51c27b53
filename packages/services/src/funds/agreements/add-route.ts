import { z } from 'zod'
import { recordAct } from '../../audit/index.ts'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { inTransaction } from '../../in-transaction.ts'
import { requireWholeChain } from '../../permissions/index.ts'
import { madeBy } from '../made-by.ts'
import { lockAgreements } from './agreements-lock.ts'

const Word = z.string().min(1).max(80)
export const NewRoute = z
  .strictObject({
    /** The chain's own code of a store. */
    store: Word.optional(),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'two capital letters, ISO 3166')
      .optional(),
    currency: z.string().regex(/^[A-Z]{3}$/, 'three capital letters, ISO 4217'),
    scheme: Word.optional(),
    wallet: Word.optional(),
    merchantNumber: Word.optional(),
    acquirer: Word,
    merchantAccount: Word,
    validFrom: z.iso.date(),
    validTo: z.iso.date().optional(),
  })
  .refine(({ validFrom, validTo }) => validTo === undefined || validFrom <= validTo, 'validTo is before validFrom')
export type NewRoute = z.infer<typeof NewRoute>

/** Says which acquirer gets payments of a kind. Two that could both decide about one payment are refused, not chosen from. */
export async function addRoute(ctx: Omit<ServiceContext, 'db'>, input: NewRoute): Promise<number> {
  requireWholeChain(ctx)
  const route = NewRoute.parse(input)
  const { store = null, country = null, currency, scheme = null, wallet = null, merchantNumber = null } = route
  const { acquirer, merchantAccount, validFrom, validTo = null } = route
  return inTransaction(ctx, async (client) => {
    await lockAgreements(client)
    const { rows: stores } = await client.query<{ id: number }>('select id from store where code = $1', [store])
    const storeId = stores[0]?.id ?? null
    if (store !== null && storeId === null)
      throw new ServiceError('invalid', `There is no store with the code ${store}.`, { field: 'store' })
    const { rows: rivals } = await client.query<{ id: number }>(
      `select id from funds_route
       where (store_id, country, scheme, wallet, merchant_number) is not distinct from ($1::int, $2::char(2), $3::text, $4::text, $5::text)
         and currency = $6 and daterange(valid_from, valid_to, '[]') && daterange($7::date, $8::date, '[]') limit 1`,
      [storeId, country, scheme, wallet, merchantNumber, currency, validFrom, validTo],
    )
    if (rivals[0] !== undefined)
      throw new ServiceError(
        'conflict',
        `Route ${rivals[0].id} says where these payments go on some of these days. End it first.`,
      )
    const { rows } = await client.query<{ id: number }>(
      `insert into funds_route (store_id, country, currency, scheme, wallet, merchant_number, acquirer, merchant_account, valid_from, valid_to, made_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning id`,
      [
        storeId,
        country,
        currency,
        scheme,
        wallet,
        merchantNumber,
        acquirer,
        merchantAccount,
        validFrom,
        validTo,
        madeBy(ctx.actor),
      ],
    )
    const id = rows[0]?.id ?? 0
    await recordAct(ctx, client, { action: 'funds_route.added', target: { type: 'funds_route', id: String(id) }, after: route })
    // Payments nobody could place may have found their way.
    await client.query(
      `update funds_payment set state = 'new' where state = 'not_told' and currency = $1 and opened_on >= $2::date - 1`,
      [currency, validFrom],
    )
    return id
  })
}
