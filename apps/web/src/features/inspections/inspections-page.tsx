'use client'

import { SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Page } from '../../components/frame/page.tsx'
import { ScopePicker } from '../../components/scope/scope-picker.tsx'
import { useScope } from '../../components/scope/use-scope.ts'
import { useApi } from '../../trpc/client.tsx'
import { ClassesSection } from './classes-section.tsx'
import { DoneSection } from './done-section.tsx'
import classes from './inspections.module.css'
import { TrainingSection } from './training-section.tsx'
import { WaitingSection } from './waiting-section.tsx'

const views = ['waiting', 'done', 'classes', 'training'] as const
type View = (typeof views)[number]

interface InspectionsPageProps {
  /** Who inspects; null: whoever looks does not. */
  readonly inspectorId: string | null
  readonly mayChange: boolean
}

/** Which terminals must be looked at, what was seen, how often that is and why, and who was taught to see it. */
export function InspectionsPage({ inspectorId, mayChange }: InspectionsPageProps) {
  const translate = useTranslations('inspections')
  const api = useApi()
  const { scope, setScope } = useScope()
  const search = useSearchParams()
  const [view, setView] = useState<View>(() => views.find((each) => each === search.get('view')) ?? 'waiting')
  const [deviceId, setDevice] = useState(() => {
    const asked = search.get('device') ?? ''
    return /^[1-9]\d{0,8}$/.test(asked) ? Number(asked) : null
  })
  const scopes = useQuery(api.stores.scopes.queryOptions(undefined, { staleTime: 60_000 }))
  return (
    <Page
      title={translate('title')}
      answers={translate('answers')}
      scope={<ScopePicker scope={scope} stores={scopes.data} onChange={setScope} />}
    >
      <div className={classes.tabs}>
        <SegmentedControl
          aria-label={translate('views.label')}
          data={views.map((value) => ({ value, label: translate(`views.${value}`) }))}
          value={view}
          onChange={(value) => setView(views.find((each) => each === value) ?? 'waiting')}
        />
      </div>
      {view === 'waiting' ? <WaitingSection scope={scope} mayDo={inspectorId !== null} /> : null}
      {view === 'done' ? (
        <DoneSection scope={scope} deviceId={deviceId} inspectorId={inspectorId} onEveryDevice={() => setDevice(null)} />
      ) : null}
      {view === 'classes' ? <ClassesSection mayChange={mayChange} /> : null}
      {view === 'training' ? <TrainingSection mayChange={mayChange} /> : null}
    </Page>
  )
}
