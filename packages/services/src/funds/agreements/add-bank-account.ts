import { z } from 'zod'
import { recordAct } from '../../audit/index.ts'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { inTransaction } from '../../in-transaction.ts'
import { isTimeZone } from '../../is-time-zone.ts'
import { requireWholeChain } from '../../permissions/index.ts'

export const NewBankAccount = z.strictObject({
  /** IBAN or local number, as the bank's statements write it. */
  number: z
    .string()
    .transform((number) => number.replace(/\s+/g, '').toUpperCase())
    .pipe(z.string().regex(/^[A-Z0-9]{4,40}$/, 'letters and digits, at most 40')),
  currency: z.string().regex(/^[A-Z]{3}$/, 'three capital letters, ISO 4217'),
  name: z.string().min(1).max(80),
  timeZone: z.string().refine(isTimeZone, 'a zone name such as Europe/Berlin'),
  legalEntity: z.string().min(1).max(80),
})
export type NewBankAccount = z.input<typeof NewBankAccount>

/** Says that an account is the chain's: its statements are taken, those of any other are held. */
export async function addBankAccount(ctx: Omit<ServiceContext, 'db'>, input: NewBankAccount): Promise<number> {
  requireWholeChain(ctx)
  const { number, currency, name, timeZone, legalEntity } = NewBankAccount.parse(input)
  return inTransaction(ctx, async (client) => {
    const { rows: entities } = await client.query<{ id: number }>('select id from legal_entity where name = $1 order by id', [
      legalEntity,
    ])
    const [entity] = entities
    if (entity === undefined || entities.length > 1)
      throw new ServiceError('invalid', `The chain has no one legal entity "${legalEntity}": it is made with its first store.`, {
        field: 'legalEntity',
      })
    const { rows } = await client.query<{ id: number }>(
      `insert into bank_account (legal_entity_id, number, currency, name, time_zone) values ($1, $2, $3, $4, $5)
       on conflict (number) do nothing returning id`,
      [entity.id, number, currency, name, timeZone],
    )
    const id = rows[0]?.id
    if (id === undefined) throw new ServiceError('conflict', `The account ${number} is here already.`, { field: 'number' })
    const after = { currency, timeZone, legalEntityId: entity.id, ending: number.slice(-4) }
    await recordAct(ctx, client, { action: 'bank_account.added', target: { type: 'bank_account', id: String(id) }, after })
    return id
  })
}
