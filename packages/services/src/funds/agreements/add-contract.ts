import { EVERY_DAY, parseContract } from '@counterfoil/settlement/funds'
import type pg from 'pg'
import { recordAct } from '../../audit/index.ts'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { inTransaction } from '../../in-transaction.ts'
import { requireWholeChain } from '../../permissions/index.ts'
import { madeBy } from '../made-by.ts'
import { lockAgreements } from './agreements-lock.ts'

export interface AddedContract {
  readonly id: string
  readonly version: number
}

/** Keeps one version of a contract, as its JSON form was given. A version that is here never changes: what differs is the next one. */
export async function addContract(ctx: Omit<ServiceContext, 'db'>, document: unknown): Promise<AddedContract> {
  requireWholeChain(ctx)
  const parsed = parseContract(document)
  if (!parsed.ok) {
    const [first] = parsed.problems
    throw new ServiceError('invalid', `${parsed.problems.map(({ message }) => message).join('; ')}.`, {
      field: first?.path ?? '',
      reason: first?.code ?? 'invalid',
    })
  }
  const { contract } = parsed
  const { id, version, acquirer, merchantAccount, currency, validFrom, validTo = null } = contract
  if (!/^[a-z0-9][a-z0-9._-]{0,63}$/.test(id))
    throw new ServiceError('invalid', 'The id has at most 64 of a to z, 0 to 9, dot, dash and underscore.', { field: 'id' })
  await inTransaction(ctx, async (client) => {
    await lockAgreements(client)
    await checkNamed(client, contract.bank.account, [...contract.settlementCalendars, ...contract.bank.calendars])
    const { rows } = await client.query<{ last: number; same: boolean }>(
      `select version as last, (acquirer, merchant_account, currency) = ($2, $3, $4::char(3)) as same
       from funds_contract where id = $1 order by version desc limit 1`,
      [id, acquirer, merchantAccount, currency],
    )
    const last = rows[0]
    if (version !== (last?.last ?? 0) + 1)
      throw new ServiceError(
        'conflict',
        `The next version of ${id} is ${(last?.last ?? 0) + 1}: one that is here never changes.`,
        {
          field: 'version',
        },
      )
    if (last?.same === false)
      throw new ServiceError(
        'invalid',
        `${id} is about another acquirer, merchant account or currency. Give this one its own id.`,
      )
    const { rowCount } = await client.query(
      `insert into funds_contract (id, version, acquirer, merchant_account, currency, valid_from, valid_to, document, made_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
      [id, version, acquirer, merchantAccount, currency, validFrom, validTo, JSON.stringify(document), madeBy(ctx.actor)],
    )
    if (rowCount !== 1) throw new ServiceError('conflict', `Somebody else has just added version ${version} of ${id}.`)
    const after = { id, version, acquirer, merchantAccount, currency, validFrom, validTo }
    await recordAct(ctx, client, {
      action: 'funds_contract.added',
      target: { type: 'funds_contract', id: `${id} ${version}` },
      after,
    })
    // Payments that waited for it are looked at again.
    await client.query(
      `update funds_payment set state = 'new' where state = 'not_told' and currency = $1 and opened_on >= $2::date - 1`,
      [currency, validFrom],
    )
  })
  return { id, version }
}

async function checkNamed(client: pg.ClientBase, account: string, calendars: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ account: boolean; unknown: string | null }>(
    `select exists (select from bank_account where number = $1) as account,
       (select min(u) from unnest($2::text[]) u where not exists (select from funds_calendar c where c.name = u)) as unknown`,
    [account, calendars.filter((name) => name !== EVERY_DAY)],
  )
  if (rows[0]?.account !== true)
    throw new ServiceError('invalid', `The chain has no bank account ${account}. Add the account first.`, {
      field: 'bank.account',
    })
  if (rows[0].unknown !== null)
    throw new ServiceError('invalid', `There is no calendar ${rows[0].unknown}.`, { field: 'settlementCalendars' })
}
