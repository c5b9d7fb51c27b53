import { z } from 'zod'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { requireWholeChain } from '../../permissions/index.ts'
import { type ReadRows, readTogether } from '../../read-rows.ts'
import { readLimit } from '../exceptions/read-limit.ts'
import { ExceptionKey } from '../exceptions/resolution.ts'
import { findBankLines, findPayouts } from './find-payout-candidates.ts'
import { findLines, findPayments, SHOWN } from './find-sale-candidates.ts'
import type { LinkSide } from './link-side.ts'
import { readBankSides, readPayoutSides } from './read-payout-sides.ts'
import { readLineSides, readPaymentSides } from './read-sale-sides.ts'

export const ListLinkCandidatesInput = z.strictObject({ key: ExceptionKey })
export type ListLinkCandidatesInput = z.infer<typeof ListLinkCandidatesInput>

/** What may belong together, the likeliest first. Each `from` goes with each `to`. */
export interface LinkCandidates {
  readonly join: 'payment_line' | 'payout_bank'
  /** The side that the exception is about; the other has what may belong to it. */
  readonly about: 'from' | 'to'
  readonly from: readonly LinkSide[]
  readonly to: readonly LinkSide[]
  /** Minor units of the exception's currency above which a second person says yes. */
  readonly limitMinor: number
}

interface Asked {
  readonly code: string
  readonly currency: string
  readonly payments: readonly string[]
  readonly lines: readonly string[]
  readonly payouts: readonly string[]
  readonly bankLines: readonly string[]
}

/** The rows that could mend an exception; null where no link could, or it has ended. Throws `not_found`. */
export async function listLinkCandidates(
  ctx: Pick<ServiceContext, 'pool' | 'actor'>,
  { key }: ListLinkCandidatesInput,
): Promise<LinkCandidates | null> {
  requireWholeChain(ctx)
  return readTogether(ctx, async (rows) => {
    const [asked] = await rows<Asked & { ended: boolean }>(
      `select code, currency::text as currency, payments[1:${SHOWN}]::text[] as payments, lines[1:${SHOWN}] as lines,
         payouts[1:${SHOWN}]::text[] as payouts, bank_lines[1:${SHOWN}] as "bankLines", state in ('resolved', 'closed') as ended
       from funds_exception where key = $1`,
      key,
    )
    if (asked === undefined) throw new ServiceError('not_found', 'There is no such exception.')
    const found = asked.ended ? null : await findSides(rows, asked)
    if (found === null) return null
    const limitMinor = await readLimit(rows, asked.currency)
    return { ...found, limitMinor }
  })
}

async function findSides(rows: ReadRows, asked: Asked): Promise<Omit<LinkCandidates, 'limitMinor'> | null> {
  const sales = async (about: 'from' | 'to', payments: readonly string[], lines: readonly string[]) => ({
    ...{ join: 'payment_line' as const, about },
    from: await readPaymentSides(rows, payments),
    to: await readLineSides(rows, lines),
  })
  const { payments, lines, payouts } = asked
  const [line, payment, payout] = [lines[0], payments[0], payouts[0]]
  switch (asked.code) {
    case 'UNKNOWN_IN_STORE':
      return line === undefined ? null : sales('to', await findPayments(rows, line), lines)
    case 'MISSING_IN_SETTLEMENT':
      return payment === undefined ? null : sales('from', payments, await findLines(rows, payment))
    case 'MISSING_IN_BANK':
      return payout === undefined ? null : payoutSides(rows, 'from', payouts, await findBankLines(rows, payout))
    case 'UNEXPECTED_BANK_LINE':
      return ofBankLine(rows, asked.bankLines)
    case 'AMBIGUOUS':
    case 'TOTAL_ONLY':
      return payouts.length > 0 ? payoutSides(rows, 'to', payouts, asked.bankLines) : sales('to', payments, lines)
    default:
      return null
  }
}

async function ofBankLine(rows: ReadRows, lines: readonly string[]) {
  const [line] = await readBankSides(rows, lines)
  return line === undefined ? null : payoutSides(rows, 'to', await findPayouts(rows, line.id, line.amountMinor), lines)
}

const payoutSides = async (rows: ReadRows, about: 'from' | 'to', payouts: readonly string[], lines: readonly string[]) => ({
  ...{ join: 'payout_bank' as const, about },
  from: await readPayoutSides(rows, payouts),
  to: await readBankSides(rows, lines),
})
