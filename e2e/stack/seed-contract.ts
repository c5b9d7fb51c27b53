import { createLegalEntity } from '@counterfoil/db/testing'
import type { StackDatabase } from './open-database.ts'

/** As much of a contract's document as its own columns hold. */
interface SeededContract {
  readonly id: string
  readonly acquirer: string
  readonly merchantAccount: string
  readonly currency: string
  readonly validFrom: string
}

/** The first version of a contract; one that is there already stays. */
export async function seedContract({ services }: StackDatabase, contract: SeededContract): Promise<void> {
  const { id, acquirer, merchantAccount, currency, validFrom } = contract
  await services.pool.query(
    `insert into funds_contract (id, version, acquirer, merchant_account, currency, valid_from, document, made_by)
     values ($1, 1, $2, $3, $4, $5, $6, 'test') on conflict do nothing`,
    [id, acquirer, merchantAccount, currency, validFrom, JSON.stringify(contract)],
  )
}

/** An account of a legal entity of its own, to which the acquirer of a contract pays. */
export async function seedAccount(
  { db, services }: StackDatabase,
  { number, name, timeZone }: { readonly number: string; readonly name: string; readonly timeZone: string },
): Promise<void> {
  const entity = await createLegalEntity(db)
  await services.pool.query(
    `insert into bank_account (legal_entity_id, number, currency, name, time_zone) values ($1, $2, 'EUR', $3, $4)`,
    [entity.id, number, name, timeZone],
  )
}
