'use client'

import { useTranslations } from 'next-intl'
import { Glyph } from '../../components/status/glyph.tsx'
import classes from './replica-notice.module.css'

interface ReplicaNoticeProps {
  readonly state: 'late' | 'away'
}

/** On every page: what may be old by a second is read from the main database, because its replica cannot be used. */
export function ReplicaNotice({ state }: ReplicaNoticeProps) {
  const translate = useTranslations('frame')
  return (
    <section className={classes.notice} aria-label={translate('replica')}>
      <Glyph name="warn" tone="warn" />
      <span role="status">{translate(state === 'late' ? 'replicaLate' : 'replicaAway')}</span>
    </section>
  )
}
