import type { ServiceContext } from '../../context.ts'

export interface ListedBankAccount {
  readonly id: number
  readonly number: string
  readonly currency: string
  readonly name: string
  readonly timeZone: string
  readonly legalEntity: string
  readonly closedOn: string | null
}

export async function listBankAccounts({ pool }: Pick<ServiceContext, 'pool'>): Promise<ListedBankAccount[]> {
  const { rows } = await pool.query<ListedBankAccount>(
    `select a.id, a.number, a.currency, a.name, a.time_zone as "timeZone", e.name as "legalEntity", a.closed_on::text as "closedOn"
     from bank_account a join legal_entity e on e.id = a.legal_entity_id order by a.number`,
  )
  return rows
}
