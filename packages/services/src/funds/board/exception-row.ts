import type { ExceptionCode, Severity } from '@counterfoil/settlement/funds'
import { epochMs } from '../../read-rows.ts'

export type ExceptionState = 'open' | 'silenced' | 'proposed' | 'resolved' | 'closed'

/** One thing that does not add up, as the queue lists it. */
export interface ListedException {
  readonly key: string
  readonly code: ExceptionCode
  readonly severity: Severity
  readonly state: ExceptionState
  readonly acquirer: string | null
  readonly account: string | null
  readonly storeCode: string | null
  readonly storeName: string | null
  /** The day it is about. */
  readonly day: string
  readonly amountMinor: number
  readonly currency: string
  readonly rows: number
  readonly openedAtMs: number
  readonly closedAtMs: number | null
  readonly assignee: { readonly id: string; readonly name: string } | null
}

export interface ExceptionRecord extends Omit<ListedException, 'assignee'> {
  readonly assigneeId: string | null
  readonly assigneeName: string | null
}

export const exceptionColumns = `e.key, e.code, e.severity, e.state, e.acquirer, b.name as account, s.code as "storeCode", s.name as "storeName",
  e.day::text as day, e.amount_minor::float8 as "amountMinor", e.currency::text as currency,
  (cardinality(e.payments) + cardinality(e.lines) + cardinality(e.payouts) + cardinality(e.bank_lines) + cardinality(e.files))::int4 as rows,
  ${epochMs('e.opened_at')} as "openedAtMs", ${epochMs('e.closed_at')} as "closedAtMs", u.id as "assigneeId", u.name as "assigneeName"`

export const exceptionJoin = `funds_exception e
  left join store s on s.id = e.store_id left join bank_account b on b.id = e.bank_account_id left join "user" u on u.id = e.assigned_to`

/** SQL text: the worst first. */
export const severityRank = `array_position(array['critical', 'high', 'medium', 'low', 'info'], e.severity)`

export const toListedException = ({ assigneeId, assigneeName, ...row }: ExceptionRecord): ListedException => ({
  ...row,
  assignee: assigneeId === null ? null : { id: assigneeId, name: assigneeName ?? '' },
})
