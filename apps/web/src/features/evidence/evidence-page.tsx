'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Columns } from '../../components/columns/columns.tsx'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { Page } from '../../components/frame/page.tsx'
import { useApi } from '../../trpc/client.tsx'
import { AskSection } from './ask-section.tsx'
import classes from './evidence.module.css'
import { PackagesSection } from './packages-section.tsx'
import { SchedulesSection } from './schedules-section.tsx'

/** A package takes a hub some seconds; until then the page looks again. */
const LOOK_AGAIN_MS = 2_000

/** Evidence of audit periods: what was made, and what makes more. */
export function EvidencePage({ mayAsk }: { readonly mayAsk: boolean }) {
  const translate = useTranslations('evidence')
  const api = useApi()
  const listed = useQuery(
    api.evidence.list.queryOptions(undefined, {
      refetchInterval: ({ state }) =>
        state.data?.packages.some(({ madeAt, trouble }) => madeAt === null && trouble === null) ? LOOK_AGAIN_MS : false,
    }),
  )
  return (
    <Page title={translate('title')} answers={translate('answers')}>
      <p className={classes.crumbs}>
        <Link href="/audit" data-link>
          {translate('back')}
        </Link>
      </p>
      {listed.data !== undefined ? (
        <Columns
          main={<PackagesSection listed={listed.data} />}
          side={
            <>
              {mayAsk ? <AskSection key={listed.data.today} today={listed.data.today} timeZone={listed.data.timeZone} /> : null}
              <SchedulesSection schedules={listed.data.schedules} mayChange={mayAsk} />
            </>
          }
        />
      ) : listed.error === null ? (
        <div className={classes.toCome} aria-busy="true" />
      ) : (
        <div className={classes.padded}>
          <ErrorState title={translate('failed')} message={listed.error.message} onRetry={() => void listed.refetch()} />
        </div>
      )}
    </Page>
  )
}
