'use client'

import { SegmentedControl } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Page } from '../../components/frame/page.tsx'
import classes from './alerts.module.css'
import { DestinationsSection } from './destinations-section.tsx'
import { HistorySection } from './history-section.tsx'
import { OpenSection } from './open-section.tsx'
import { RulesSection } from './rules-section.tsx'
import { useAlertNews } from './use-alert-news.ts'
import { WindowsSection } from './windows-section.tsx'

const views = ['open', 'history', 'rules', 'destinations', 'windows'] as const
type View = (typeof views)[number]

export interface AlertsMay {
  readonly mayAcknowledge: boolean
  readonly mayChange: boolean
}

/** What is bad now, what was, by which rules, who is told, and when nobody is. */
export function AlertsPage({ mayAcknowledge, mayChange }: AlertsMay) {
  const translate = useTranslations('alerts')
  const [view, setView] = useState<View>('open')
  useAlertNews()
  return (
    <Page title={translate('title')} answers={translate('answers')}>
      <div className={classes.tabs}>
        <SegmentedControl
          aria-label={translate('views.label')}
          data={views.map((value) => ({ value, label: translate(`views.${value}`) }))}
          value={view}
          onChange={(value) => setView(views.find((each) => each === value) ?? 'open')}
        />
      </div>
      {view === 'open' ? <OpenSection mayAcknowledge={mayAcknowledge} /> : null}
      {view === 'history' ? <HistorySection /> : null}
      {view === 'rules' ? <RulesSection mayChange={mayChange} /> : null}
      {view === 'destinations' ? <DestinationsSection mayChange={mayChange} /> : null}
      {view === 'windows' ? <WindowsSection mayChange={mayChange} /> : null}
    </Page>
  )
}
