export const billStates = ['due', 'fetched', 'none', 'given_up'] as const
export type BillState = (typeof billStates)[number]

/** One file of a provider that is or was to be fetched. */
export interface Bill {
  readonly pullId: string
  /** What its file is called. */
  readonly name: string
  /** The provider’s word for its kind. */
  readonly what: string
  /** Null where it is not of one day. */
  readonly day: string | null
  /** How the provider knows it, where kind and day do not say. */
  readonly asked: unknown
  readonly state: BillState
  /** How often it was asked for in vain. */
  readonly tries: number
  readonly nextTryAt: Date
  readonly trouble: string | null
  readonly fileId: number | null
}

/** SQL text: the columns of `funds_pull_bill`. */
export const billColumns = `pull_id as "pullId", name, what, day::text as day, asked, state, tries, next_try_at as "nextTryAt", trouble,
  file_id as "fileId"`
