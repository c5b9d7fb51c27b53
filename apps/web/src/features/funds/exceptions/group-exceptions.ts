import type { ListedException } from '@counterfoil/services/funds'

/** Several of one trouble: the same thing wrong with the same acquirer in one currency. */
export interface ExceptionGroup {
  readonly key: string
  /** The worst of them, by which the group has its place. */
  readonly first: ListedException
  readonly exceptions: readonly ListedException[]
  readonly amountMinor: number
  readonly oldestMs: number
}

/** One group for each cause, in the order in which the first of each came. */
export function groupExceptions(exceptions: readonly ListedException[]): ExceptionGroup[] {
  const groups = Map.groupBy(exceptions, ({ code, acquirer, account, currency }) =>
    [code, acquirer ?? account ?? '', currency].join(' '),
  )
  return [...groups].flatMap(([key, members]) => {
    const [first] = members
    if (first === undefined) return []
    return [
      {
        key,
        first,
        exceptions: members,
        amountMinor: members.reduce((sum, { amountMinor }) => sum + Math.abs(amountMinor), 0),
        oldestMs: Math.min(...members.map(({ openedAtMs }) => openedAtMs)),
      },
    ]
  })
}
