import { EVERY_DAY } from '@counterfoil/settlement/funds'
import { z } from 'zod'
import { recordAct } from '../../audit/index.ts'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { inTransaction } from '../../in-transaction.ts'
import { isTimeZone } from '../../is-time-zone.ts'
import { requireWholeChain } from '../../permissions/index.ts'

const Word = z.string().min(1).max(80)
const Common = {
  name: Word,
  /** Of packages/settlement, or absent where a mapping reads it. */
  format: Word.optional(),
  mapping: Word.optional(),
  calendars: z.array(Word).min(1).max(8),
  dueAfterDays: z.int().min(0).max(31),
  /** Local time of that day by which it should be here. */
  dueBy: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 11:00'),
  timeZone: z.string().refine(isTimeZone, 'a zone name such as Europe/Berlin'),
  activeFrom: z.iso.date(),
  activeTo: z.iso.date().optional(),
}
export const NewSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('acquirer'), acquirer: Word, merchantAccount: Word.optional(), ...Common }),
  z.strictObject({ kind: z.literal('bank'), account: Word, ...Common }),
])
export type NewSource = z.infer<typeof NewSource>

/** Says which file is expected on which days: only then can it be missing. */
export async function addSource(ctx: Omit<ServiceContext, 'db'>, input: NewSource): Promise<number> {
  requireWholeChain(ctx)
  const source = NewSource.parse(input)
  const {
    name,
    kind,
    format = null,
    mapping = null,
    calendars,
    dueAfterDays,
    dueBy,
    timeZone,
    activeFrom,
    activeTo = null,
  } = source
  const account = source.kind === 'bank' ? source.account.replace(/\s+/g, '').toUpperCase() : null
  const [acquirer, merchantAccount] =
    source.kind === 'acquirer' ? [source.acquirer, source.merchantAccount ?? null] : [null, null]
  const dueMinute = Number(dueBy.slice(0, 2)) * 60 + Number(dueBy.slice(3))
  return inTransaction(ctx, async (client) => {
    const { rows: found } = await client.query<{ accountId: number | null; unknown: string | null }>(
      `select (select id from bank_account where number = $1) as "accountId",
         (select min(u) from unnest($2::text[]) u where not exists (select from funds_calendar c where c.name = u)) as unknown`,
      [account, calendars.filter((one) => one !== EVERY_DAY)],
    )
    const { accountId = null, unknown = null } = found[0] ?? {}
    if (account !== null && accountId === null)
      throw new ServiceError('invalid', `The chain has no bank account ${account}. Add the account first.`, { field: 'account' })
    if (unknown !== null) throw new ServiceError('invalid', `There is no calendar ${unknown}.`, { field: 'calendars' })
    const { rows } = await client.query<{ id: number }>(
      `insert into funds_source (name, kind, acquirer, merchant_account, bank_account_id, format, mapping_id, calendars, due_after_days,
         due_minute, time_zone, active_from, active_to)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict (name) do nothing returning id`,
      [
        name,
        kind,
        acquirer,
        merchantAccount,
        accountId,
        format,
        mapping,
        calendars,
        dueAfterDays,
        dueMinute,
        timeZone,
        activeFrom,
        activeTo,
      ],
    )
    const id = rows[0]?.id
    if (id === undefined) throw new ServiceError('conflict', `Files called "${name}" are expected already.`, { field: 'name' })
    const after = {
      name,
      kind,
      acquirer,
      bankAccountId: accountId,
      format,
      calendars,
      dueAfterDays,
      dueMinute,
      timeZone,
      activeFrom,
      activeTo,
    }
    await recordAct(ctx, client, { action: 'funds_source.added', target: { type: 'funds_source', id: String(id) }, after })
    return id
  })
}
