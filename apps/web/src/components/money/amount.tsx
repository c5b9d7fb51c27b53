'use client'

import { useLocale } from 'next-intl'
import { formatMoneyParts } from '../format/money.ts'
import classes from './amount.module.css'

interface AmountProps {
  readonly amountMinor: number
  readonly currency: string
}

/** An exact amount where currencies mix: the code in a lighter ink, then the digits. */
export function Amount({ amountMinor, currency }: AmountProps) {
  const { code, amount } = formatMoneyParts({ amountMinor, currency }, useLocale())
  return (
    <span className={classes.amount}>
      <span className={classes.code}>{code}</span>
      {amount}
    </span>
  )
}
