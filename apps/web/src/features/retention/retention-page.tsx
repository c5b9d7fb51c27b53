'use client'

import type { RetentionReport } from '@counterfoil/services/retention'
import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { Page } from '../../components/frame/page.tsx'
import { Section } from '../../components/section/section.tsx'
import { Glyph } from '../../components/status/glyph.tsx'
import { useApi } from '../../trpc/client.tsx'
import { ExportButton } from './export-button.tsx'
import { KeptTable } from './kept-table.tsx'
import { lastQuarters } from './last-quarters.ts'
import { PurgedTable } from './purged-table.tsx'
import classes from './retention.module.css'

/** How long what is kept, what went of it in a quarter, and whether anything is left that should be gone. */
export function RetentionPage({ mayChange }: { readonly mayChange: boolean }) {
  const translate = useTranslations('retention')
  const api = useApi()
  const [quarter, setQuarter] = useState<string | undefined>(undefined)
  const report = useQuery(api.retention.report.queryOptions(quarter === undefined ? {} : { quarter }))
  return (
    <Page title={translate('title')} answers={translate('answers')}>
      {report.data !== undefined ? (
        <Report report={report.data} mayChange={mayChange} onQuarter={setQuarter} />
      ) : report.error === null ? (
        <div className={classes.toCome} aria-busy="true" />
      ) : (
        <div className={classes.padded}>
          <ErrorState title={translate('failed')} message={report.error.message} onRetry={() => void report.refetch()} />
        </div>
      )}
    </Page>
  )
}

interface ReportProps {
  readonly report: RetentionReport
  readonly mayChange: boolean
  readonly onQuarter: (quarter: string) => void
}

function Report({ report, mayChange, onQuarter }: ReportProps) {
  const translate = useTranslations('retention')
  const nowMs = useNowMs()
  const { quarter, overdue, classes: all } = report
  const quarters = lastQuarters(nowMs)
  return (
    <>
      <p className={classes.verdict} role="status">
        <Glyph name={overdue === 0 ? 'ok' : 'warn'} tone={overdue === 0 ? 'ok' : 'crit'} />
        {overdue === 0 ? translate('nothingLeft') : translate('left', { count: overdue })}
      </p>
      <Section
        title={translate('purged.title')}
        note={translate('purged.note')}
        aside={
          <span className={classes.aside}>
            <NativeSelect
              size="xs"
              aria-label={translate('quarter')}
              value={quarter}
              onChange={(event) => onQuarter(event.currentTarget.value)}
              data={quarters.includes(quarter) ? quarters : [quarter, ...quarters]}
            />
            <ExportButton quarter={quarter} />
          </span>
        }
      >
        <PurgedTable classes={all} mayChange={mayChange} />
      </Section>
      <Section title={translate('kept.title')} note={translate('kept.note')}>
        <KeptTable classes={all} mayChange={mayChange} />
      </Section>
    </>
  )
}
