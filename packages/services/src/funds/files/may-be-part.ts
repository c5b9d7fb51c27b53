import type { FileReason, FileState } from './file-state.ts'

export interface PossiblePart {
  readonly state: FileState
  readonly reason: FileReason | null
  readonly format: string | null
  readonly about: string | null
  /** The earlier file with whose rows this one was compared. */
  readonly differsFrom: number | null
}

/** Of these an account's movements tell in a second bill what was sent for a batch: for all of it, and never for a part. */
const TOLD_BY_MOVEMENTS: readonly string[] = ['wechat-trade-bill', 'wechat-fundflow-bill', 'alipay-trade', 'alipay-signcustomer']

/** Whether a person may say that it is a second part of an earlier file of an acquirer, and that both count. */
export const mayBePart = ({ state, reason, format, about, differsFrom }: PossiblePart): boolean =>
  state === 'previewed' &&
  reason === 'takes_rows_away' &&
  about === 'acquirer' &&
  differsFrom !== null &&
  !TOLD_BY_MOVEMENTS.includes(format ?? '')
