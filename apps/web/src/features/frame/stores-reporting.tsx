'use client'

import { useQuery } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { unknownMark } from '../../components/format/marks.ts'
import { formatCount } from '../../components/format/number.ts'
import { useApi } from '../../trpc/client.tsx'
import classes from './stores-reporting.module.css'

const askAgainMs = 15_000

/** At the foot of the rail: how many stores have an agent connected now, of all that are open. */
export function StoresReporting() {
  const translate = useTranslations('frame')
  const locale = useLocale()
  const api = useApi()
  const { data } = useQuery(api.frame.storesReporting.queryOptions(undefined, { refetchInterval: askAgainMs }))
  return (
    <div className={classes.line}>
      <span>{translate('storesReporting')}</span>
      <span className={classes.figure}>
        {data
          ? translate('storesReportingOf', { reporting: formatCount(data.reporting, locale), all: formatCount(data.all, locale) })
          : unknownMark}
      </span>
    </div>
  )
}
