import { epochMs } from '../read-rows.ts'
import type { Axis } from './axes.ts'

export type DrillState = 'running' | 'shown' | 'not_shown' | 'stopped'

/** One as it is kept. */
export interface Drill {
  readonly id: string
  readonly storeId: number
  readonly axis: Axis
  readonly subject: string
  readonly main: string
  readonly spare: string
  readonly commandId: string | null
  readonly state: DrillState
  readonly begunAtMs: number
  readonly endsAtMs: number
  readonly endedAtMs: number | null
  /** Why it showed nothing. */
  readonly code: string | null
}

/** SQL text: the columns of `redundancy_drill d` as they are kept in memory. */
export const drillColumns = `d.id::text as id, d.store_id as "storeId", d.axis, d.subject, d.main, d.spare, d.command_id::text as "commandId",
  d.state, ${epochMs('d.begun_at')} as "begunAtMs", ${epochMs('d.ends_at')} as "endsAtMs", ${epochMs('d.ended_at')} as "endedAtMs", d.code`
