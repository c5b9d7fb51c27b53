'use client'

import type { ExceptionDetail } from '@counterfoil/services/funds'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../../components/age/page-clock.tsx'
import { useTimeZone } from '../../../components/age/time-zone.tsx'
import { ErrorState } from '../../../components/error-state/error-state.tsx'
import { type Fact, FactList } from '../../../components/fact-list/fact-list.tsx'
import { formatDateTime } from '../../../components/format/date-time.ts'
import { useApi } from '../../../trpc/client.tsx'
import { ExceptionLinks } from '../links/exception-links.tsx'
import { useDayWords } from '../use-day-words.ts'
import { ExceptionActions } from './exception-actions.tsx'
import classes from './exception-facts.module.css'

const SHOWN = 8

interface ExceptionFactsProps {
  readonly exceptionKey: string
  readonly mayHandle: boolean
  /** Whether the reader says which rows belong together. */
  readonly mayLink: boolean
  readonly personId: string
}

/** What is known of an exception, each row with a way to it, and what people did about it. */
export default function ExceptionFacts({ exceptionKey, mayHandle, mayLink, personId }: ExceptionFactsProps) {
  const translate = useTranslations('funds.exceptions')
  const api = useApi()
  const detail = useQuery(api.funds.exception.queryOptions({ key: exceptionKey }))
  if (detail.data === undefined) {
    return detail.error === null ? (
      <div style={{ minHeight: 120 }} aria-busy="true" />
    ) : (
      <ErrorState title={translate('detailFailed')} message={detail.error.message} onRetry={() => detail.refetch()} />
    )
  }
  return (
    <div className={classes.facts}>
      <About detail={detail.data} />
      <Acts detail={detail.data} />
      {mayLink ? <ExceptionLinks detail={detail.data} personId={personId} /> : null}
      {mayHandle ? <ExceptionActions detail={detail.data} personId={personId} /> : null}
    </div>
  )
}

function About({ detail }: { readonly detail: ExceptionDetail }) {
  return <FactList facts={useFacts(detail)} />
}

function useFacts(detail: ExceptionDetail): Fact[] {
  const translate = useTranslations('funds.exceptions')
  const dayWords = useDayWords()
  const many = <Row,>(
    label: string,
    rows: readonly Row[],
    show: (row: Row) => { key: string; href: string; words: string },
  ): Fact[] =>
    rows.length === 0
      ? []
      : [
          {
            label,
            value: (
              <span className={classes.rows}>
                {rows.slice(0, SHOWN).map((row) => {
                  const { key, href, words } = show(row)
                  return (
                    <Link key={key} href={href} data-link>
                      {words}
                    </Link>
                  )
                })}
                {rows.length > SHOWN ? <span>{translate('andMore', { count: rows.length - SHOWN })}</span> : null}
              </span>
            ),
          },
        ]
  return [
    // Of a reserve it is the day on which the contract frees it.
    { label: translate(detail.code === 'RESERVE_OVERDUE' ? 'releaseDay' : 'day'), value: dayWords(detail.day) },
    { label: translate('owner'), value: translate(`owners.${detail.owner}`) },
    ...many(translate('payments'), detail.payments, (id) => ({ key: id, href: `/payments/${id}`, words: id })),
    ...many(translate('lines'), detail.lines, ({ id, file, line }) => ({
      key: id,
      href: `/funds/files/${id.split(':')[0]}`,
      words: translate('fileLine', { file, line }),
    })),
    ...many(translate('payouts'), detail.payouts, ({ id, batch, dueOn }) => ({
      key: id,
      href: `/funds/payouts/${id}`,
      words: `${batch} · ${dayWords(dueOn)}`,
    })),
    ...many(translate('bankLines'), detail.bankLines, ({ id, bookedOn, text }) => ({
      key: id,
      href: `/funds/bank-lines/${id.replace(':', '-')}`,
      words: `${dayWords(bookedOn)} ${text.slice(0, 40)}`,
    })),
    ...(detail.silencedBy === null ? [] : [{ label: translate('silencedBy'), value: translate('silencedByFile') }]),
  ]
}

function Acts({ detail }: { readonly detail: ExceptionDetail }) {
  const translate = useTranslations('funds.exceptions')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  if (detail.acts.length === 0) return null
  return (
    <ol className={classes.acts}>
      {detail.acts.map((act) => (
        <li key={act.id}>
          <span className={classes.act}>
            {translate(`acts.${act.act}`)}
            {act.resolution === null ? null : ` · ${translate(`resolutions.${act.resolution}` as 'resolutions.other')}`}
          </span>{' '}
          {act.byName} · {formatDateTime(act.atMs, place, nowMs)}
          <p>{act.body}</p>
        </li>
      ))}
    </ol>
  )
}
