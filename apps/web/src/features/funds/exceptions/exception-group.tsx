'use client'

import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useNowMs } from '../../../components/age/page-clock.tsx'
import { formatSpan } from '../../../components/format/span.ts'
import { Glyph } from '../../../components/status/glyph.tsx'
import { useAcquirerName } from '../use-acquirer-name.ts'
import { ExceptionAmount } from './exception-amount.tsx'
import classes from './exception-queue.module.css'
import type { ExceptionGroup } from './group-exceptions.ts'
import { severityLook } from './severity-look.ts'
import { useExceptionWords } from './use-exception-words.ts'

interface ExceptionGroupRowProps {
  readonly group: ExceptionGroup
  readonly open: boolean
  readonly onOpen: () => void
  /** Its exceptions, one by one. */
  readonly children: ReactNode
}

/** Several of one trouble as one row with their sum: a list is worked from the top, not counted. */
export function ExceptionGroupRow({ group, open, onOpen, children }: ExceptionGroupRowProps) {
  const translate = useTranslations('funds.exceptions')
  const locale = useLocale()
  const nowMs = useNowMs()
  const words = useExceptionWords()
  const nameOf = useAcquirerName()
  const { first, exceptions, amountMinor, oldestMs } = group
  const { glyph, tone } = severityLook(first.severity)
  return (
    <li className={classes.entry}>
      <button type="button" className={classes.head} aria-expanded={open} onClick={onOpen}>
        <Glyph name={glyph} tone={tone} label={translate(`severity.${first.severity}`)} />
        <span className={classes.what}>
          <span className={classes.code}>{words.code(first)}</span>{' '}
          <span className={classes.about}>
            {translate('several', {
              whose: first.acquirer === null ? (first.account ?? '') : nameOf(first.acquirer),
              count: exceptions.length,
            })}
          </span>
        </span>
        <span className={classes.amount}>
          <ExceptionAmount amountMinor={amountMinor} currency={first.currency} />
        </span>
        <span className={classes.next}>{translate(`next.${first.code}`)}</span>
        <span className={classes.who}>{translate('oldest', { span: formatSpan(nowMs - oldestMs, locale) })}</span>
      </button>
      {open ? <ul className={classes.members}>{children}</ul> : null}
    </li>
  )
}
