import type { ServiceContext } from '../../../context.ts'
import type { Bill } from './bill.ts'

export type BillOutcome =
  | { readonly state: 'fetched'; readonly fileId: number }
  /** There was nothing to fetch, the provider says. */
  | { readonly state: 'none' }
  | { readonly state: 'given_up'; readonly trouble: string }
  /** `asked` where it is known differently from now on. */
  | { readonly state: 'due'; readonly trouble: string | null; readonly nextTryInMs: number; readonly asked?: unknown }

/** What came of asking for it. */
export async function noteBill(
  { pool, now }: Pick<ServiceContext, 'pool' | 'now'>,
  { pullId, name, asked }: Pick<Bill, 'pullId' | 'name' | 'asked'>,
  outcome: BillOutcome,
): Promise<void> {
  const at = now()
  const due = outcome.state === 'due'
  const trouble = outcome.state === 'due' || outcome.state === 'given_up' ? outcome.trouble : null
  const known = due && outcome.asked !== undefined ? outcome.asked : asked
  await pool.query(
    `update funds_pull_bill set state = $3, trouble = $4, file_id = $5, settled_at = $6, next_try_at = $7, asked = $8,
       tries = tries + $9::int4 where pull_id = $1 and name = $2 and state = 'due'`,
    [
      pullId,
      name,
      outcome.state,
      trouble,
      outcome.state === 'fetched' ? outcome.fileId : null,
      due ? null : at,
      due ? new Date(at.getTime() + outcome.nextTryInMs) : at,
      known === null ? null : JSON.stringify(known),
      due && outcome.trouble !== null ? 1 : 0,
    ],
  )
}
