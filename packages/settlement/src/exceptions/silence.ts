import { EXCEPTION_CODES, type ExceptionCode, type RaisedException } from './exception-codes.ts'

/** A file or statement that is not there, or a balance chain with a link missing. */
export interface Gap {
  /** Of an acquirer's files, or null; of one merchant account, or of all of them. */
  readonly acquirer: string | null
  readonly merchantAccount?: string | null
  /** Of an account's statements, or null. */
  readonly account: string | null
  readonly firstDay: number
  readonly lastDay: number
  /** What it explains; everything that says an absence, when it is not told. */
  readonly only?: readonly ExceptionCode[]
  /** Of those, what it explains; all of them, when it is not told. */
  explains?(exception: RaisedException): boolean
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

/** All that the gap names has to be the same: two acquirers pay into one account, and one acquirer has many merchant accounts. */
function explains(gap: Gap, exception: RaisedException): boolean {
  const { scope, code } = exception
  if (gap.only && !gap.only.includes(code)) return false
  const differs = (told: string | null | undefined, own: string | null | undefined): boolean =>
    (told ?? null) !== null && told !== own
  if (gap.acquirer === null && gap.account === null) return false
  if (differs(gap.acquirer, scope.acquirer) || differs(gap.account, scope.account)) return false
  if (differs(gap.merchantAccount, scope.merchantAccount)) return false
  return gap.firstDay <= scope.day && scope.day <= gap.lastDay && gap.explains?.(exception) !== false
}
