'use client'

import { useLocale } from 'next-intl'
import { languageTags } from '../../i18n/locales.ts'
import { minus } from '../format/marks.ts'

/** An exact decimal in major units, with all of its digits: a fee of 0.00168 is not 0.00. */
export function ExactAmount({
  amount,
  currency,
  least = 2,
}: {
  readonly amount: string
  readonly currency?: string
  readonly least?: number
}) {
  const locale = useLocale()
  const fraction = (amount.split('.')[1] ?? '').replace(/0+$/, '').length
  const digits = Math.max(least, fraction)
  const format = new Intl.NumberFormat(languageTags[locale], { minimumFractionDigits: digits, maximumFractionDigits: digits })
  const words = format.format(amount.replace(/^-/, '') as `${number}`)
  return (
    <span>
      {currency === undefined ? null : `${currency} `}
      {amount.startsWith('-') ? minus : ''}
      {words}
    </span>
  )
}
