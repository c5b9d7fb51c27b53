import { z } from 'zod'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { reachOf } from '../../permissions/stores-within.ts'
import { epochMs, readTogether } from '../../read-rows.ts'
import type { PaymentBankLine } from './payment-funds.ts'
import { readReleaseDay } from './read-release-day.ts'
import { type IdentityTerms, splitLineNets } from './split-line-nets.ts'

export const PayoutInput = z.strictObject({ id: z.string().regex(/^\d{1,18}$/) })
export type PayoutInput = z.infer<typeof PayoutInput>

/** One payout with its sums, its check and its bank lines. Decimals are exact, in major units. */
export interface PayoutDetail {
  readonly id: string
  readonly acquirer: string
  readonly merchantAccount: string
  readonly account: string | null
  readonly batch: string
  readonly currency: string
  readonly amountMinor: number
  readonly references: readonly string[]
  readonly announcedOn: string
  readonly dueOn: string
  readonly carriedOver: boolean
  readonly open: boolean
  readonly gross: string
  readonly fees: string
  readonly net: string
  readonly lineCount: number
  /** When what this payout held back is due, if its contract says so. */
  readonly releaseOn: string | null
  readonly file: { readonly id: string; readonly name: string; readonly receivedAtMs: number }
  readonly identity: { readonly terms: IdentityTerms; readonly residue: string; readonly holds: boolean } | null
  /** Its lines by kind. */
  readonly kinds: readonly {
    readonly kind: string
    readonly lines: number
    readonly gross: string
    readonly fees: string
    readonly net: string
  }[]
  readonly bankLines: readonly PaymentBankLine[]
}

/** Throws `not_found`, also to whoever reaches less than the chain: a payout is of many stores, and they see their payments. */
export async function getPayout(ctx: ServiceContext, { id }: PayoutInput): Promise<PayoutDetail> {
  return readTogether(ctx, async (rows) => {
    const [found] = await rows<
      Omit<PayoutDetail, 'releaseOn' | 'file' | 'identity' | 'kinds' | 'bankLines'> & {
        fileId: string
        fileName: string
        receivedAtMs: number
        terms: IdentityTerms | null
        residue: string | null
        holds: boolean | null
      }
    >(
      `select p.id::text as id, p.acquirer, p.merchant_account as "merchantAccount", b.name as account, p.batch, p.currency::text as currency,
              p.amount_minor::float8 as "amountMinor", p.reference_texts as references, p.announced_on::text as "announcedOn",
              p.due_on::text as "dueOn", p.carried_over as "carriedOver", p.open, p.gross::text as gross, p.fees::text as fees,
              p.net::text as net, p.line_count as "lineCount", f.id::text as "fileId", f.name as "fileName",
              ${epochMs('f.received_at')} as "receivedAtMs", i.terms, i.residue::text as residue, i.holds
       from payout p join funds_file f on f.id = p.file_id left join bank_account b on b.id = p.bank_account_id
       left join funds_identity i on i.name = 'batch' and i.about = p.id::text
       where p.id = $1::int8`,
      id,
    )
    if (found === undefined || reachOf(ctx.actor).kind !== 'chain')
      throw new ServiceError('not_found', `There is no payout ${id}. Look for it on the funds page.`)
    const { fileId, fileName, receivedAtMs, terms, residue, holds, ...payout } = found
    const kinds = await rows<PayoutDetail['kinds'][number]>(
      `with line as (
         select l.kind, l.gross, l.fees, l.net, coalesce(f.format in ('wechat-fundflow-bill', 'alipay-signcustomer'), false) as moves
         from settlement_line l join funds_file f on f.id = l.file_id and f.state = 'imported' where l.payout_id = $1::int8
       )
       select kind, count(*)::int4 as lines, coalesce(sum(gross), 0)::text as gross, sum(fees)::text as fees, sum(net)::text as net
       from line
       -- A bill of movements says the trades of a bill of trades once more.
       where not moves or kind in ('payout', 'payout-returned', 'reserve', 'transfer') or not exists (select from line t where not t.moves)
       group by kind order by count(*) desc, kind`,
      id,
    )
    return {
      ...payout,
      file: { id: fileId, name: fileName, receivedAtMs },
      identity:
        terms === null || residue === null || holds === null ? null : { terms: splitLineNets(terms, kinds), residue, holds },
      releaseOn: await readReleaseDay(rows, [id]),
      kinds,
      bankLines: await rows<PaymentBankLine>(
        `select b.file_id || ':' || b.position as id, f.name as file, f.format, b.line, b.amount_minor::float8 as "amountMinor",
                b.currency::text as currency, b.booked_on::text as "bookedOn", b.booked, ${epochMs('f.received_at')} as "receivedAtMs",
                a.key as link, a.rule, a.confidence, t.name as account
         from funds_allocation a
         join bank_line b on b.file_id = split_part(a.to_id, ':', 1)::int8 and b.position = split_part(a.to_id, ':', 2)::int4
         join funds_file f on f.id = b.file_id join bank_account t on t.id = b.bank_account_id
         where a.join_kind = 'payout_bank' and a.from_id = $1 and a.reverses is null
           and not exists (select from funds_allocation r where r.reverses = a.key)
         order by b.booked_on, b.file_id, b.position`,
        id,
      ),
    }
  })
}
