import { z } from 'zod'
import type { ServiceContext } from '../../context.ts'
import { requireWholeChain } from '../../permissions/index.ts'
import { epochMs, readTogether } from '../../read-rows.ts'

export const ListFileLinesInput = z.strictObject({
  id: z.int().positive(),
  /** Lines behind this position. */
  cursor: z.int().nonnegative().max(2_147_483_647).nullish(),
  limit: z.int().min(1).max(200).default(50),
})
export type ListFileLinesInput = z.input<typeof ListFileLinesInput>

/** One line of a file as it was read, and where it stands there. Amounts are exact decimals. */
export interface FileLine {
  readonly position: number
  readonly line: number
  readonly offset: number
  readonly kind: string
  readonly day: string | null
  readonly happenedAtMs: number | null
  readonly gross: string | null
  readonly fees: string | null
  readonly net: string
  readonly currency: string
  readonly reference: string | null
  readonly merchantReference: string | null
  readonly card: string | null
  readonly store: string | null
  readonly terminal: string | null
  readonly text: string | null
  readonly payout: { readonly id: string; readonly batch: string } | null
  readonly bank: boolean
}

export interface FileLinePage {
  readonly lines: readonly FileLine[]
  readonly more: boolean
}

const SETTLEMENT = `select l.position, l.line, l.character_offset as "offset", l.kind, l.sales_day::text as day,
    ${epochMs('l.happened_at')} as "happenedAtMs", l.gross::text, l.fees::text, l.net::text, l.currency,
    l.acquirer_reference as reference, l.merchant_reference as "merchantReference", l.card, l.store_code as store, l.terminal,
    l.text, case when p.id is not null then jsonb_build_object('id', p.id::text, 'batch', p.batch) end as payout, false as bank
  from settlement_line l left join payout p on p.id = l.payout_id`

const BANK = `select l.position, l.line, l.character_offset as "offset",
    case when l.amount < 0 then 'debit' else 'credit' end as kind, l.booked_on::text as day, null as "happenedAtMs",
    null as gross, null as fees, l.amount::text as net, l.currency, l.bank_reference as reference, null as "merchantReference",
    null as card, null as store, null as terminal, concat_ws(' · ', l.counterparty, nullif(l.text, '')) as text, null as payout,
    true as bank
  from bank_line l`

/** What an imported file has said, line by line in its own order. */
export async function listFileLines(ctx: Omit<ServiceContext, 'db'>, input: ListFileLinesInput): Promise<FileLinePage> {
  requireWholeChain(ctx)
  const { id, cursor, limit } = ListFileLinesInput.parse(input)
  const page = (select: string) => `(${select} where l.file_id = $1 and l.position > $2 order by l.position limit $3)`
  return readTogether(ctx, async (ask) => {
    const lines: FileLine[] = []
    for (const select of [SETTLEMENT, BANK]) {
      if (lines.length > 0) break
      lines.push(...(await ask<FileLine>(page(select), id, cursor ?? -1, limit + 1)))
    }
    return { lines: lines.slice(0, limit), more: lines.length > limit }
  })
}
