'use client'

import { useLocale } from 'next-intl'
import { useNowMs } from '../age/page-clock.tsx'
import { useTimeZone } from '../age/time-zone.tsx'
import { formatDateTime } from '../format/date-time.ts'
import classes from './made-file.module.css'

interface MadeStateProps {
  readonly madeAt: Date | null
  /** Why it could not be made, in words. */
  readonly failed: string | null
  readonly waits: string
}

/** When a hub made it, that it still has to, or why it could not. */
export function MadeState({ madeAt, failed, waits }: MadeStateProps) {
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  if (failed !== null) return <span className={classes.failed}>{failed}</span>
  return madeAt === null ? <span role="status">{waits}</span> : formatDateTime(madeAt.getTime(), place, nowMs)
}
