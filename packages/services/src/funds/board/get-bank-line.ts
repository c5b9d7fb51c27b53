import { z } from 'zod'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { reachOf } from '../../permissions/stores-within.ts'
import { epochMs, type ReadRows, readTogether } from '../../read-rows.ts'
import { findPayouts } from '../links/find-payout-candidates.ts'

export const BankLineInput = z.strictObject({
  fileId: z.string().regex(/^\d{1,18}$/),
  position: z.int().min(1).max(2_147_483_647),
})
export type BankLineInput = z.infer<typeof BankLineInput>

/** One entry of a statement with the payouts it pays. */
export interface BankLineDetail {
  readonly fileId: string
  readonly position: number
  readonly file: string
  readonly format: string | null
  readonly line: number
  readonly receivedAtMs: number
  readonly account: string
  readonly accountNumber: string
  readonly statement: string | null
  readonly sequence: string | null
  readonly currency: string
  readonly amountMinor: number
  readonly bookedOn: string
  readonly valueOn: string | null
  readonly booked: boolean
  readonly text: string
  readonly counterparty: string | null
  readonly bankReference: string | null
  readonly open: boolean
  /** What notices tell of it: the parts of an entry that the bank has booked in one. */
  readonly parts: readonly {
    readonly id: string
    readonly file: string
    readonly line: number
    readonly amountMinor: number
    readonly text: string
  }[]
  readonly payouts: readonly {
    readonly id: string
    readonly acquirer: string
    readonly batch: string
    readonly amountMinor: number
    readonly allocatedMinor: number
    readonly link: string
    readonly rule: string
    readonly confidence: string
  }[]
  /** Open payouts of the account that it may have brought, the nearest in amount and day first; none while it is all given away. */
  readonly candidates: readonly {
    readonly id: string
    readonly acquirer: string
    readonly batch: string
    readonly dueOn: string
    readonly amountMinor: number
  }[]
}

/** Throws `not_found`, also to whoever reaches less than the chain: an account is of many stores. */
export async function getBankLine(ctx: ServiceContext, { fileId, position }: BankLineInput): Promise<BankLineDetail> {
  return readTogether(ctx, async (rows) => {
    const [found] = await rows<Omit<BankLineDetail, 'payouts' | 'parts' | 'candidates'>>(
      `select b.file_id::text as "fileId", b.position, f.name as file, f.format, b.line, ${epochMs('f.received_at')} as "receivedAtMs", t.name as account,
              t.number as "accountNumber", s.statement, s.sequence, b.currency::text as currency, b.amount_minor::float8 as "amountMinor",
              b.booked_on::text as "bookedOn", b.value_on::text as "valueOn", b.booked, b.text, b.counterparty,
              b.bank_reference as "bankReference", b.open
       from bank_line b join funds_file f on f.id = b.file_id join bank_account t on t.id = b.bank_account_id
       join bank_statement s on s.id = b.statement_id where b.file_id = $1::int8 and b.position = $2`,
      fileId,
      position,
    )
    if (found === undefined || reachOf(ctx.actor).kind !== 'chain')
      throw new ServiceError('not_found', 'There is no such line on a statement. Look for it on the funds page.')
    const payouts = await rows<BankLineDetail['payouts'][number]>(
      `select p.id::text as id, p.acquirer, p.batch, p.amount_minor::float8 as "amountMinor", a.amount_minor::float8 as "allocatedMinor",
              a.key as link, a.rule, a.confidence
       from funds_allocation a join payout p on p.id = a.from_id::int8
       where a.join_kind = 'payout_bank' and a.to_id = $1 and a.reverses is null
         and not exists (select from funds_allocation r where r.reverses = a.key)
       order by p.id`,
      `${fileId}:${position}`,
    )
    const parts = await rows<BankLineDetail['parts'][number]>(
      `select b.file_id || ':' || b.position as id, f.name as file, b.line, b.amount_minor::float8 as "amountMinor", b.text
       from bank_line b join funds_file f on f.id = b.file_id and f.state = 'imported'
       where b.detail_of = $1 order by b.file_id, b.position limit 500`,
      `${fileId}:${position}`,
    )
    const given = payouts.reduce((sum, { allocatedMinor, confidence }) => sum + (isSure(confidence) ? allocatedMinor : 0), 0)
    const candidates =
      found.booked && given !== found.amountMinor
        ? await readCandidates(rows, `${fileId}:${position}`, found.amountMinor - given)
        : []
    return { ...found, payouts, parts, candidates }
  })
}

const isSure = (confidence: string): boolean => confidence === 'certain' || confidence === 'strong'

async function readCandidates(rows: ReadRows, line: string, leftMinor: number): Promise<BankLineDetail['candidates']> {
  const ids = await findPayouts(rows, line, leftMinor)
  return rows(
    `select p.id::text as id, p.acquirer, p.batch, p.due_on::text as "dueOn", p.amount_minor::float8 as "amountMinor"
     from unnest($1::text[]) with ordinality u(id, place) join payout p on p.id = u.id::int8 order by u.place`,
    ids,
  )
}
