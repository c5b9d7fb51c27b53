'use client'

import type { ListedException } from '@counterfoil/services/funds'
import dynamic from 'next/dynamic'
import { useLocale, useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { useNowMs } from '../../../components/age/page-clock.tsx'
import { formatSpan } from '../../../components/format/span.ts'
import { Glyph } from '../../../components/status/glyph.tsx'
import { ExceptionAmount } from './exception-amount.tsx'
import classes from './exception-queue.module.css'
import { severityLook } from './severity-look.ts'
import { useExceptionWords } from './use-exception-words.ts'

/** Comes with the first one that is opened. */
const ExceptionFacts = dynamic(() => import('./exception-facts.tsx'), { ssr: false })

interface ExceptionEntryProps {
  readonly exception: ListedException
  readonly open: boolean
  /** Asked for elsewhere on the page: it comes into view. */
  readonly sought: boolean
  readonly onOpen: () => void
  readonly mayHandle: boolean
  readonly mayLink: boolean
  readonly personId: string
}

/** One exception in a line and a half; opened, with what is known and what can be done. */
export function ExceptionEntry({ exception, open, sought, onOpen, ...person }: ExceptionEntryProps) {
  const translate = useTranslations('funds.exceptions')
  const locale = useLocale()
  const nowMs = useNowMs()
  const words = useExceptionWords()
  const { glyph, tone } = severityLook(exception.severity)
  const head = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (sought) head.current?.focus()
  }, [sought])
  return (
    <li className={classes.entry} data-open={open || undefined}>
      <button ref={head} type="button" className={classes.head} aria-expanded={open} onClick={onOpen}>
        <Glyph name={glyph} tone={tone} label={translate(`severity.${exception.severity}`)} />
        <span className={classes.what}>
          <span className={classes.code}>{words.code(exception)}</span>{' '}
          <span className={classes.about}>{words.about(exception)}</span>
        </span>
        <span className={classes.amount}>
          <ExceptionAmount amountMinor={exception.amountMinor} currency={exception.currency} />
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
