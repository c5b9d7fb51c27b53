'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ErrorState } from '../../../components/error-state/error-state.tsx'
import { Section } from '../../../components/section/section.tsx'
import { useApi } from '../../../trpc/client.tsx'
import { AskBundle } from './ask-bundle.tsx'
import { BundleTable } from './bundle-table.tsx'
import classes from './bundles.module.css'

/** A bundle takes a hub some seconds; until then the page looks again. */
const LOOK_AGAIN_MS = 2_000

/** The proof of a period in one file: what was made, and one more. */
export function BundlesSection() {
  const translate = useTranslations('funds.bundles')
  const api = useApi()
  const listed = useQuery(
    api.funds.bundles.queryOptions(undefined, {
      refetchInterval: ({ state }) =>
        state.data?.bundles.some(({ madeAt, trouble }) => madeAt === null && trouble === null) ? LOOK_AGAIN_MS : false,
    }),
  )
  return (
    <Section title={translate('title')} note={translate('what')}>
      {listed.data !== undefined ? (
        <>
          <AskBundle acquirers={listed.data.acquirers} />
          {listed.data.bundles.length === 0 ? (
            <p className={classes.quiet}>{translate('none')}</p>
          ) : (
            <BundleTable listed={listed.data} />
          )}
        </>
      ) : listed.error === null ? (
        <div className={classes.toCome} aria-busy="true" />
      ) : (
        <ErrorState title={translate('unread')} message={listed.error.message} onRetry={() => listed.refetch()} />
      )}
    </Section>
  )
}
