'use client'

import { useLocale } from 'next-intl'
import { formatExact } from '../format/exact.ts'
import classes from './amount.module.css'

interface ExactAmountProps {
  readonly amount: string
  readonly currency?: string
  readonly least?: number
}

/** An exact decimal, with its currency where the page does not say it elsewhere. */
export function ExactAmount({ amount, currency, least = 2 }: ExactAmountProps) {
  const words = formatExact(amount, useLocale(), least)
  if (currency === undefined) return <span>{words}</span>
  return (
    <span className={classes.amount}>
      <span className={classes.exactCode}>{currency}</span> {words}
    </span>
  )
}
