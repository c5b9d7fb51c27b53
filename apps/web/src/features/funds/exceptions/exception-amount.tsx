import { unknownMark } from '../../../components/format/marks.ts'
import { Amount } from '../../../components/money/amount.tsx'

interface ExceptionAmountProps {
  readonly amountMinor: number
  readonly currency: string
}

/** What is at stake; a missing file tells of none. */
export function ExceptionAmount({ amountMinor, currency }: ExceptionAmountProps) {
  return amountMinor === 0 ? unknownMark : <Amount amountMinor={amountMinor} currency={currency} />
}
