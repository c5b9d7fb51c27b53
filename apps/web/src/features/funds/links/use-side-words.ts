'use client'

import type { LinkCandidates, LinkSide } from '@counterfoil/services/funds'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../../components/age/page-clock.tsx'
import { useTimeZone } from '../../../components/age/time-zone.tsx'
import { formatDateTime } from '../../../components/format/date-time.ts'
import { formatMoney } from '../../../components/format/money.ts'
import { useAcquirerName } from '../use-acquirer-name.ts'
import { useDayWords } from '../use-day-words.ts'

type Join = LinkCandidates['join']
type End = LinkCandidates['about']

/** How a row that may belong to another is called, and where its own page is. */
export function useSideWords() {
  const translate = useTranslations('funds.links')
  const locale = useLocale()
  const place = { locale, timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const nameOf = useAcquirerName()
  const dayWords = useDayWords()
  const money = (amountMinor: number, currency: string) => formatMoney({ amountMinor, currency }, locale)
  const when = ({ day, atMs }: LinkSide): string =>
    atMs !== null ? formatDateTime(atMs, place, nowMs) : day === null ? translate('candidates.noDay') : dayWords(day)
  const name = (join: Join, end: End, side: LinkSide): string => {
    if (join === 'payment_line') return end === 'from' ? side.references[0] || side.id : fileLine(side)
    return end === 'from' ? `${side.acquirer === null ? '' : nameOf(side.acquirer)} ${side.batch ?? ''}`.trim() : fileLine(side)
  }
  const fileLine = ({ file, line }: LinkSide): string => translate('lineWords', { file: file ?? '', line: line ?? 0 })
  return {
    money,
    when,
    name,
    /** On one line of a list: amount, time, place. */
    short: (join: Join, end: End, side: LinkSide): string =>
      [money(side.amountMinor, side.currency), when(side), side.place, name(join, end, side)].filter(Boolean).join(', '),
  }
}

export function hrefOf(join: Join, end: End, { id }: LinkSide): string {
  if (join === 'payment_line') return end === 'from' ? `/payments/${id}` : `/funds/files/${id.split(':')[0]}`
  return end === 'from' ? `/funds/payouts/${id}` : `/funds/bank-lines/${id.replace(':', '-')}`
}
