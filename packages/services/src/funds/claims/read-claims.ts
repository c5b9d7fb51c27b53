import type { ExceptionCode } from '@counterfoil/settlement/funds'
import type { ServiceContext } from '../../context.ts'
import type { ReadRows } from '../../read-rows.ts'
import { exceptionsWithin } from '../board/exceptions-within.ts'
import type { Claim } from './claim.ts'
import { type RowsOfClaim, readClaimRows } from './claim-rows.ts'
import { claimedSums } from './claimed-sums.ts'

/** A letter with more is read by nobody: the largest come first, and it says that it is cut. */
export const MOST_CLAIMS = 1_000
const MOST_EVIDENCE = 20

/** What waits for a word of ours is nothing an acquirer owes: the money may be here. */
const OURS = `('AMBIGUOUS', 'TOTAL_ONLY', 'CONTRACT_MISSING')`
const OPEN = `e.state in ('open', 'proposed') and e.amount_minor <> 0 and e.acquirer is not null and e.code not in ${OURS}`

export interface ClaimableAcquirer {
  readonly acquirer: string
  readonly exceptions: number
}

/** Acquirers with open exceptions about money. */
export async function readClaimable(ctx: Pick<ServiceContext, 'actor'>, rows: ReadRows): Promise<ClaimableAcquirer[]> {
  const within = exceptionsWithin(ctx, 1)
  return rows<ClaimableAcquirer>(
    `select e.acquirer, count(*)::int4 as exceptions from funds_exception e left join store s on s.id = e.store_id
     where ${OPEN} and ${within.text} group by e.acquirer order by e.acquirer`,
    ...within.values,
  )
}

interface Claimed {
  readonly code: ExceptionCode
  readonly day: string
  readonly store: string | null
  readonly timeZone: string
  readonly currency: string
  readonly amountMinor: number
  readonly payments: readonly string[]
  readonly lines: readonly string[]
  readonly payouts: readonly string[]
  readonly bankLines: readonly string[]
}

/** What an acquirer owes an answer for, the largest sums first. One more than a letter takes means that it is cut. */
export async function readClaims(ctx: Pick<ServiceContext, 'actor'>, rows: ReadRows, acquirer: string): Promise<Claim[]> {
  const within = exceptionsWithin(ctx, 2)
  const claimed = await rows<Claimed>(
    `select e.code, e.day::text as day, s.code as store, coalesce((select h.time_zone from store_hours h where h.store_id = e.store_id and h.valid_from <= e.day order by h.valid_from desc limit 1), 'UTC')
         as "timeZone", e.currency::text as currency,
       e.amount_minor::float8 as "amountMinor", e.payments[1:200]::text[] as payments, e.lines[1:200] as lines,
       e.payouts[1:200]::text[] as payouts, e.bank_lines[1:200] as "bankLines"
     from funds_exception e left join store s on s.id = e.store_id
     where ${OPEN} and e.acquirer = $1 and ${within.text} order by abs(e.amount_minor) desc, e.key limit ${MOST_CLAIMS + 1}`,
    acquirer,
    ...within.values,
  )
  const about = await readClaimRows(rows, {
    payments: claimed.flatMap(({ payments }) => payments),
    lines: claimed.flatMap(({ lines }) => lines),
    payouts: claimed.flatMap(({ payouts }) => payouts),
    bankLines: claimed.flatMap(({ bankLines }) => bankLines),
  })
  return claimed.map((one) =>
    toClaim(one, {
      payments: one.payments.flatMap((id) => about.payments.get(id) ?? []),
      lines: one.lines.flatMap((id) => about.lines.get(id) ?? []),
      payouts: one.payouts.flatMap((id) => about.payouts.get(id) ?? []),
      bankLines: one.bankLines.flatMap((id) => about.bankLines.get(id) ?? []),
    }),
  )
}

function toClaim(claimed: Claimed, of: RowsOfClaim): Claim {
  const { code, day, store, timeZone, currency } = claimed
  const known = (texts: readonly (string | null)[]) => [...new Set(texts.filter((text) => text !== null))]
  const references = known([
    ...of.payments.flatMap(({ basket, reference }) => [basket, reference]),
    ...of.lines.flatMap(({ acquirerReference, merchantReference }) => [acquirerReference, merchantReference]),
    ...of.payouts.flatMap(({ batch, references: told }) => [batch, ...told]),
  ])
  const [first] = of.payments
  return {
    ...{ code, day, store, timeZone, currency, references },
    terminals: known([...of.payments, ...of.lines].map(({ terminal }) => terminal)),
    happenedAt: first?.happenedAt ?? of.lines[0]?.happenedAt ?? null,
    ...claimedSums(claimed, of),
    evidence: [...of.lines, ...of.payouts.flatMap(({ told }) => told), ...of.bankLines]
      .slice(0, MOST_EVIDENCE)
      .map(({ file, sha256, line }) => ({ file, sha256, line })),
  }
}
