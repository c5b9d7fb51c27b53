import type { ServiceContext } from '../../context.ts'

export interface ListedContract {
  readonly id: string
  readonly version: number
  readonly acquirer: string
  readonly merchantAccount: string
  readonly currency: string
  readonly validFrom: string
  readonly validTo: string | null
  readonly document: unknown
  readonly madeBy: string
  readonly madeAt: Date
}

/** All versions, the newest of each first. */
export async function listContracts({ pool }: Pick<ServiceContext, 'pool'>): Promise<ListedContract[]> {
  const { rows } = await pool.query<ListedContract>(
    `select id, version, acquirer, merchant_account as "merchantAccount", currency, valid_from::text as "validFrom",
       valid_to::text as "validTo", document, made_by as "madeBy", made_at as "madeAt"
     from funds_contract order by id, version desc`,
  )
  return rows
}
