import { EXCEPTION_CODES, type RaisedException } from './exception-codes.ts'

/** A file or statement that is not there, or a balance chain with a link missing. */
export interface Gap {
  /** Of an acquirer's files, or null. */
  readonly acquirer: string | null
  /** Of an account's statements, or null. */
  readonly account: string | null
  readonly firstDay: number
  readonly lastDay: number
}

export interface Silenced {
  readonly heard: readonly RaisedException[]
  /** Kept, not closed: they speak again when the file is here and did not explain them. */
  readonly silenced: readonly { readonly exception: RaisedException; readonly by: string }[]
}

/** One alarm for a missing file, instead of one for every row that would have been in it. */
export function silenceBelow(gaps: readonly (Gap & { readonly key: string })[], raised: readonly RaisedException[]): Silenced {
  const heard: RaisedException[] = []
  const silenced: { exception: RaisedException; by: string }[] = []
  for (const exception of raised) {
    const gap = EXCEPTION_CODES[exception.code].saysAbsence ? gaps.find((one) => explains(one, exception)) : undefined
    if (gap) silenced.push({ exception, by: gap.key })
    else heard.push(exception)
  }
  return { heard, silenced }
}

function explains(gap: Gap, { scope }: RaisedException): boolean {
  const same =
    (gap.acquirer !== null && gap.acquirer === scope.acquirer) || (gap.account !== null && gap.account === scope.account)
  return same && gap.firstDay <= scope.day && scope.day <= gap.lastDay
}
