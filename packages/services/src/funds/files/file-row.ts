import type { InspectDocument } from '@counterfoil/settlement'
import { epochMs } from '../../read-rows.ts'
import type { FileChanges } from '../reading/changes.ts'
import type { FileReason, FileState, FileWay } from './file-state.ts'

/** A file as lists show it. */
export interface ListedFile {
  readonly id: number
  readonly name: string
  readonly size: number
  readonly receivedAtMs: number
  readonly via: FileWay
  /** An account's name, or the part of the product. */
  readonly receivedBy: string
  readonly state: FileState
  readonly reason: FileReason | null
  readonly format: string | null
  readonly version: string | null
  readonly verdict: InspectDocument['verdict'] | null
  readonly firstDay: string | null
  readonly lastDay: string | null
  readonly rows: number | null
  readonly sameAs: number | null
  readonly supersedes: number | null
  /** Somebody has said yes; the hub is at it. */
  readonly decided: boolean
}

export interface FileDetail extends ListedFile {
  readonly sha256: string
  readonly source: { readonly id: number; readonly name: string } | null
  readonly mapping: { readonly id: string; readonly version: number } | null
  readonly facts: InspectDocument | null
  readonly changes: FileChanges | null
  readonly supersededBy: number | null
  /** Files about the same batches whose rows count as well as its own. */
  readonly beside: readonly number[]
  /** Whether a person may say that it is a second part of an earlier one, and that both count. */
  readonly mayBePart: boolean
  readonly importedAtMs: number | null
  readonly decidedBy: string | null
  readonly masked: boolean
}

/** SQL text: columns of `funds_file f` left joined with the account of whoever brought it. */
export const fileColumns = `f.id, f.name, f.size, ${epochMs('f.received_at')} as "receivedAtMs", f.received_via as via,
  coalesce(u.name, f.received_by) as "receivedBy", f.state, f.reason, f.format, f.format_version as version, f.verdict,
  f.first_day::text as "firstDay", f.last_day::text as "lastDay", f.line_count as rows, f.same_as as "sameAs", f.supersedes,
  f.decided_at is not null as decided`

export const fileJoin = `funds_file f left join "user" u on u.id = f.received_by`
