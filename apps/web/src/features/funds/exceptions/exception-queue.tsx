'use client'

import type { ListedException } from '@counterfoil/services/funds'
import { SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useNowMs } from '../../../components/age/page-clock.tsx'
import { ErrorState } from '../../../components/error-state/error-state.tsx'
import { formatSpan } from '../../../components/format/span.ts'
import { Amount } from '../../../components/money/amount.tsx'
import { Section } from '../../../components/section/section.tsx'
import { Glyph } from '../../../components/status/glyph.tsx'
import { useApi } from '../../../trpc/client.tsx'
import { BOARD_EVERY_MS } from '../board-every.ts'
import { TableExport } from '../tables/table-export.tsx'
import { ExceptionFacts } from './exception-facts.tsx'
import classes from './exception-queue.module.css'
import { ResolutionLimit } from './resolution-limit.tsx'
import { severityLook } from './severity-look.ts'
import { useExceptionWords } from './use-exception-words.ts'

const views = ['waiting', 'to_approve', 'closed_today', 'silenced'] as const
type View = (typeof views)[number]

interface ExceptionQueueProps {
  readonly mayHandle: boolean
  readonly personId: string
  readonly mayLimit?: boolean
}

/** What somebody has to decide, the worst first; opening one shows what is known and what can be done. */
export function ExceptionQueue({ mayHandle, personId, mayLimit = false }: ExceptionQueueProps) {
  const translate = useTranslations('funds.exceptions')
  const api = useApi()
  const [view, setView] = useState<View>('waiting')
  const [open, setOpen] = useState<string | null>(null)
  const list = useQuery(api.funds.exceptions.queryOptions({ view, limit: 50 }, { refetchInterval: BOARD_EVERY_MS }))
  const counts = list.data?.counts
  const countOf = {
    waiting: counts?.waiting,
    to_approve: counts?.toApprove,
    closed_today: counts?.closedToday,
    silenced: counts?.silenced,
  }
  return (
    <Section
      title={translate('title')}
      note={translate('note')}
      aside={<TableExport name={translate('title')} table="exceptions" query={{ view }} />}
    >
      <SegmentedControl
        fullWidth
        aria-label={translate('views')}
        value={view}
        onChange={(value) => setView(views.find((one) => one === value) ?? 'waiting')}
        data={views.map((value) => ({
          value,
          label: `${translate(`view.${value}`)}${countOf[value] ? ` ${countOf[value]}` : ''}`,
        }))}
      />
      {list.data !== undefined ? (
        list.data.exceptions.length === 0 ? (
          <p className={classes.quiet}>{translate(`empty.${view}`)}</p>
        ) : (
          <ul className={classes.list}>
            {list.data.exceptions.map((exception) => (
              <Entry
                key={exception.key}
                exception={exception}
                open={open === exception.key}
                onOpen={() => setOpen(open === exception.key ? null : exception.key)}
                mayHandle={mayHandle}
                personId={personId}
              />
            ))}
          </ul>
        )
      ) : list.error === null ? (
        <div style={{ minHeight: 400 }} aria-busy="true" />
      ) : (
        <ErrorState title={translate('failed')} message={list.error.message} onRetry={() => list.refetch()} />
      )}
      {list.data?.more ? <p className={classes.quiet}>{translate('more', { count: list.data.exceptions.length })}</p> : null}
      {mayHandle ? <ResolutionLimit mayChange={mayLimit} /> : null}
    </Section>
  )
}

interface EntryProps extends Omit<ExceptionQueueProps, 'mayLimit'> {
  readonly exception: ListedException
  readonly open: boolean
  readonly onOpen: () => void
}

function Entry({ exception, open, onOpen, ...person }: EntryProps) {
  const translate = useTranslations('funds.exceptions')
  const locale = useLocale()
  const nowMs = useNowMs()
  const words = useExceptionWords()
  const { glyph, tone } = severityLook(exception.severity)
  return (
    <li className={classes.entry} data-open={open || undefined}>
      <button type="button" className={classes.head} aria-expanded={open} onClick={onOpen}>
        <Glyph name={glyph} tone={tone} label={translate(`severity.${exception.severity}`)} />
        <span className={classes.what}>
          <span className={classes.code}>{words.code(exception)}</span>{' '}
          <span className={classes.about}>{words.about(exception)}</span>
        </span>
        <span className={classes.amount}>
          <Amount amountMinor={exception.amountMinor} currency={exception.currency} />
        </span>
        <span className={classes.next}>{translate(`next.${exception.code}`)}</span>
        <span className={classes.who}>
          {exception.assignee === null ? translate('nobody') : exception.assignee.name} ·{' '}
          {formatSpan(nowMs - exception.openedAtMs, locale)}
        </span>
      </button>
      {open ? <ExceptionFacts exceptionKey={exception.key} {...person} /> : null}
    </li>
  )
}
