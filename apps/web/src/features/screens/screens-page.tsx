'use client'

import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { Page } from '../../components/frame/page.tsx'
import { Section } from '../../components/section/section.tsx'
import { Glyph } from '../../components/status/glyph.tsx'
import { useApi } from '../../trpc/client.tsx'
import { PairForm } from './pair-form.tsx'
import { ScreenTable } from './screen-table.tsx'
import classes from './screens-page.module.css'

interface ScreensPageProps {
  readonly mayChange: boolean
  /** What one opens on the screen. */
  readonly wallAddress: string
}

const LIST_EVERY_MS = 15_000
/** While a screen is on its way. */
const AWAITED_EVERY_MS = 1_000

/** The chain's wall screens, let in and cut off here by administrators. */
export function ScreensPage({ mayChange, wallAddress }: ScreensPageProps) {
  const translate = useTranslations('screens')
  const api = useApi()
  const screens = useQuery(
    api.screens.list.queryOptions(undefined, {
      refetchInterval: ({ state }) =>
        state.data?.some((screen) => screen.state === 'awaited') ? AWAITED_EVERY_MS : LIST_EVERY_MS,
    }),
  )
  const stores = useQuery(api.stores.scopes.queryOptions(undefined, { staleTime: 60_000 }))
  const [pairing, setPairing] = useState(false)
  const [letIn, setLetIn] = useState<string | null>(null)
  const good = screens.data?.filter(({ state }) => state === 'good').length ?? 0
  return (
    <Page title={translate('title')} answers={translate('answers')}>
      <Section
        title={translate('list')}
        note={screens.data?.length ? translate('note', { good, all: screens.data.length }) : null}
        aside={
          mayChange ? (
            <Button
              variant={pairing ? 'default' : 'filled'}
              aria-expanded={pairing}
              onClick={() => {
                setLetIn(null)
                setPairing(!pairing)
              }}
            >
              {translate(pairing ? 'close' : 'pair')}
            </Button>
          ) : null
        }
      >
        {pairing ? (
          <PairForm
            stores={stores.data}
            wallAddress={wallAddress}
            onLetIn={(name) => {
              setPairing(false)
              setLetIn(name)
            }}
          />
        ) : null}
        <div role="status">
          {letIn === null ? null : (
            <p className={classes.done}>
              <Glyph name="ok" tone="ok" />
              {translate('letIn', { name: letIn })}
            </p>
          )}
        </div>
        {screens.data === undefined ? (
          screens.error === null ? (
            <div className={classes.toCome} aria-busy="true" />
          ) : (
            <ErrorState title={translate('failed')} message={screens.error.message} onRetry={() => void screens.refetch()} />
          )
        ) : screens.data.length === 0 ? (
          <EmptyState
            title={translate('empty.title')}
            why={translate('empty.why')}
            first={
              <>
                <p>{translate('empty.first')}</p>
                <code>{wallAddress}</code>
              </>
            }
          />
        ) : (
          <ScreenTable screens={screens.data} stores={stores.data} mayChange={mayChange} />
        )}
      </Section>
    </Page>
  )
}
