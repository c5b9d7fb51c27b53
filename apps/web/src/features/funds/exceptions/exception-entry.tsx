'use client'

import type { ListedException } from '@counterfoil/services/funds'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../../components/age/page-clock.tsx'
import { formatSpan } from '../../../components/format/span.ts'
import { Amount } from '../../../components/money/amount.tsx'
import { Glyph } from '../../../components/status/glyph.tsx'
import { ExceptionFacts } from './exception-facts.tsx'
import classes from './exception-queue.module.css'
import { severityLook } from './severity-look.ts'
import { useExceptionWords } from './use-exception-words.ts'

interface ExceptionEntryProps {
  readonly exception: ListedException
  readonly open: boolean
  readonly onOpen: () => void
  readonly mayHandle: boolean
  readonly personId: string
}

/** One exception in a line and a half; opened, with what is known and what can be done. */
export function ExceptionEntry({ exception, open, onOpen, ...person }: ExceptionEntryProps) {
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
