import type pg from 'pg'
import type { RunPayout } from './read-payouts.ts'

/** Those with which something else comes than is written. */
export function findMoved(before: readonly RunPayout[], now: readonly RunPayout[]): RunPayout[] {
  const held = new Map(before.map((payout) => [payout.id, payout]))
  return now.filter((payout) => {
    const was = held.get(payout.id)
    return (
      was?.match.amountMinor !== payout.match.amountMinor ||
      was.carriedOver !== payout.carriedOver ||
      was.carriedInto !== payout.carriedInto
    )
  })
}

export async function writeCarried(client: pg.ClientBase, moved: readonly RunPayout[]): Promise<void> {
  if (moved.length === 0) return
  await client.query(
    `update payout p set amount_minor = u.amount, carried_over = u.is_over, carried_into = u.target
     from unnest($1::int8[], $2::int8[], $3::bool[], $4::int8[]) u(id, amount, is_over, target) where p.id = u.id`,
    [
      moved.map(({ id }) => id),
      moved.map(({ match }) => match.amountMinor),
      moved.map(({ carriedOver }) => carriedOver),
      moved.map(({ carriedInto }) => carriedInto),
    ],
  )
}
