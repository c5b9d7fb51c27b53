'use client'

import type { LinkCandidates, LinkSide } from '@counterfoil/services/funds'
import { useTranslations } from 'next-intl'
import { useDayWords } from '../use-day-words.ts'
import classes from './links.module.css'
import { useSideWords } from './use-side-words.ts'

interface LinkOutcomeProps {
  readonly join: LinkCandidates['join']
  readonly from: LinkSide
  readonly to: LinkSide
  readonly limitMinor: number
}

/** What the link would change, told before anybody presses. */
export function LinkOutcome({ join, from, to, limitMinor }: LinkOutcomeProps) {
  const translate = useTranslations('funds.links.after')
  const dayWords = useDayWords()
  const { money } = useSideWords()
  const more = Math.abs(to.amountMinor) - Math.abs(from.amountMinor)
  const amount = money(Math.abs(more), to.currency)
  const size = Math.max(Math.abs(from.amountMinor), Math.abs(to.amountMinor))
  const says: string[] =
    join === 'payment_line'
      ? [
          to.batch === null ? translate('settled') : translate('inBatch', { batch: to.batch }),
          ...(more === 0 ? [] : [translate(more < 0 ? 'short' : 'over', { amount })]),
        ]
      : [
          more < 0
            ? translate('payoutRest', { amount })
            : translate('arrived', { day: to.day === null ? '–' : dayWords(to.day) }),
          ...(more > 0 ? [translate('lineRest', { amount })] : []),
        ]
  return (
    <ul className={classes.outcome}>
      {says.map((words) => (
        <li key={words}>{words}</li>
      ))}
      <li>{translate('ends')}</li>
      {size > limitMinor ? <li>{translate('second', { amount: money(limitMinor, to.currency) })}</li> : null}
    </ul>
  )
}
