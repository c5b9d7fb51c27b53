'use client'

import type { ExceptionDetail } from '@counterfoil/services/funds'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../../components/age/page-clock.tsx'
import { useTimeZone } from '../../../components/age/time-zone.tsx'
import { formatDateTime } from '../../../components/format/date-time.ts'
import { LinkCandidates } from './link-candidates.tsx'
import { LinkDecision } from './link-decision.tsx'
import classes from './links.module.css'

/** What says that two rows are apart, or not which belong together. Of other codes no link mends anything. */
const MENDED_BY_LINK: readonly ExceptionDetail['code'][] = [
  'UNKNOWN_IN_STORE',
  'MISSING_IN_SETTLEMENT',
  'MISSING_IN_BANK',
  'UNEXPECTED_BANK_LINE',
  'AMBIGUOUS',
  'TOTAL_ONLY',
]

interface ExceptionLinksProps {
  readonly detail: ExceptionDetail
  readonly personId: string
}

/** What an exception that a link would mend asks a person: which belongs to which. */
export function ExceptionLinks({ detail, personId }: ExceptionLinksProps) {
  const translate = useTranslations('funds.links')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const time = (ms: number): string => formatDateTime(ms, place, nowMs)
  const { proposals } = detail
  if (!MENDED_BY_LINK.includes(detail.code) || detail.state === 'closed' || detail.state === 'resolved') return null
  const [proposal] = proposals
  if (proposal === undefined) return <LinkCandidates exceptionKey={detail.key} />
  const { by, carried } = proposal
  const together = proposals.filter((one) => one.by?.id === by?.id)
  return (
    <div className={classes.form}>
      {carried !== null ? (
        <p>{translate('carried', { name: carried.name, time: time(carried.atMs), reason: carried.reason })}</p>
      ) : by === null ? (
        <p>{translate('proposed', { count: together.length })}</p>
      ) : (
        <p>{translate('waits', { name: by.name, count: together.length, reason: by.reason })}</p>
      )}
      <LinkDecision
        key={proposal.link}
        link={proposal.link}
        proposed
        own={by?.id === personId}
        what={together.map(({ from, to }) => `${from} ${to}`).join(', ')}
      />
      {by === null ? <LinkCandidates exceptionKey={detail.key} /> : null}
    </div>
  )
}
