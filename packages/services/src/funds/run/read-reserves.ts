import {
  type Contract,
  dayNumber,
  openContractClock,
  type PairedHold,
  pairHolds,
  type ReserveMove,
} from '@counterfoil/settlement/funds'
import type pg from 'pg'

/** A line about a reserve, with the payout it stands in. */
export interface RunReserve extends ReserveMove {
  readonly payoutId: number | null
  readonly file: number
}

const DAY_MS = 86_400_000

/** What was held back, each with what has given it free again. There are few lines of the kind: one or two to a payout. */
export async function readReserves(client: pg.ClientBase): Promise<PairedHold<RunReserve>[]> {
  const { rows } = await client.query<Omit<RunReserve, 'day'> & { on: string }>(
    `select l.file_id || ':' || l.position as id, l.acquirer, l.merchant_account as "merchantAccount", l.currency::text as currency,
       (-l.net_minor)::float8 as "amountMinor", coalesce(l.sales_day, p.sales_day, p.announced_on)::text as on, l.payout_id::float8 as "payoutId",
       l.file_id::float8 as file
     from settlement_line l join funds_file f on f.id = l.file_id and f.state = 'imported' join payout p on p.id = l.payout_id and p.replaced_by is null
     where l.kind = 'reserve' and l.net_minor <> 0`,
  )
  return pairHolds(rows.map(({ on, ...row }) => ({ ...row, day: dayNumber(on) })))
}

export function openHoldContracts(contracts: readonly Contract[]): (hold: ReserveMove) => Contract | null {
  const clock = openContractClock(contracts)
  return (hold) => clock.find(hold, hold.day * DAY_MS + DAY_MS / 2)?.contract ?? null
}

/** Payouts whose money is held back in part, and those about which files that came say something new. */
export function readHeldPayouts(reserves: readonly PairedHold<RunReserve>[], files: readonly number[]) {
  const fresh = new Set(files)
  const idOf = ({ hold }: PairedHold<RunReserve>): number[] => (hold.payoutId === null ? [] : [hold.payoutId])
  return {
    held: new Set(reserves.filter(({ release }) => release === null).flatMap(idOf)),
    moved: reserves.filter(({ hold, release }) => fresh.has(hold.file) || (release && fresh.has(release.file))).flatMap(idOf),
  }
}
