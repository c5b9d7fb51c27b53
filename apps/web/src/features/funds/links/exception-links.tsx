'use client'

import type { ExceptionDetail } from '@counterfoil/services/funds'
import { useLocale, useTranslations } from 'next-intl'
import { formatMoney } from '../../../components/format/money.ts'
import { useDayWords } from '../use-day-words.ts'
import { ChooseLink } from './choose-link.tsx'
import { LinkDecision } from './link-decision.tsx'
import classes from './links.module.css'

/** What an exception of several candidates, or of one proposal, asks a person: which belongs to which. */
export function ExceptionLinks({ detail }: { readonly detail: ExceptionDetail }) {
  const translate = useTranslations('funds.links')
  const dayWords = useDayWords()
  const locale = useLocale()
  const { currency, proposals } = detail
  if (detail.code !== 'AMBIGUOUS' || detail.state === 'closed' || detail.state === 'resolved') return null
  const [proposal] = proposals
  if (proposal !== undefined)
    return (
      <div className={classes.form}>
        <p>{translate('proposed', { count: proposals.length })}</p>
        <LinkDecision link={proposal.link} proposed what={proposals.map(({ from, to }) => `${from} ${to}`).join(', ')} />
      </div>
    )
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency }, locale)
  return detail.payouts.length > 0 ? (
    <ChooseLink
      join="payout_bank"
      from={detail.payouts.map(({ id, batch, dueOn, amountMinor }) => ({
        id,
        words: translate('payoutWords', { batch, day: dayWords(dueOn), amount: money(amountMinor) }),
      }))}
      to={detail.bankLines.map(({ id, bookedOn, amountMinor, text }) => ({
        id,
        words: translate('bankWords', { day: dayWords(bookedOn), amount: money(amountMinor), text: text.slice(0, 60) }),
      }))}
    />
  ) : (
    <ChooseLink
      join="payment_line"
      from={detail.payments.map((id) => ({ id, words: id }))}
      to={detail.lines.map(({ id, file, line }) => ({ id, words: translate('lineWords', { file, line }) }))}
    />
  )
}
