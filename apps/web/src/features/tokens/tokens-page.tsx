'use client'

import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { Page } from '../../components/frame/page.tsx'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import { MadeToken } from './made-token.tsx'
import { TokenForm } from './token-form.tsx'
import { TokenTable } from './token-table.tsx'
import classes from './tokens-page.module.css'

/** Which programs may ask, made and revoked here by administrators. */
export function TokensPage({ mayChange }: { readonly mayChange: boolean }) {
  const translate = useTranslations('tokens')
  const api = useApi()
  const tokens = useQuery(api.tokens.list.queryOptions())
  const stores = useQuery(api.stores.scopes.queryOptions(undefined, { staleTime: 60_000 }))
  const [making, setMaking] = useState(false)
  const [made, setMade] = useState<{ readonly name: string; readonly token: string } | null>(null)
  const good = tokens.data?.filter(({ state }) => state === 'good').length ?? 0
  return (
    <Page title={translate('title')} answers={translate('answers')}>
      <Section
        title={translate('list')}
        note={tokens.data?.length ? translate('note', { good, all: tokens.data.length }) : null}
        aside={
          mayChange && made === null ? (
            <Button variant={making ? 'default' : 'filled'} aria-expanded={making} onClick={() => setMaking(!making)}>
              {translate(making ? 'close' : 'make')}
            </Button>
          ) : null
        }
      >
        {made === null ? null : <MadeToken {...made} onKept={() => setMade(null)} />}
        {making ? (
          <TokenForm
            stores={stores.data}
            onMade={(token) => {
              setMaking(false)
              setMade(token)
            }}
          />
        ) : null}
        {tokens.data === undefined ? (
          tokens.error === null ? (
            <div className={classes.toCome} aria-busy="true" />
          ) : (
            <ErrorState title={translate('failed')} message={tokens.error.message} onRetry={() => void tokens.refetch()} />
          )
        ) : tokens.data.length === 0 ? (
          <EmptyState title={translate('empty.title')} why={translate('empty.why')} first={translate('empty.first')} />
        ) : (
          <TokenTable tokens={tokens.data} stores={stores.data} mayChange={mayChange} />
        )}
      </Section>
    </Page>
  )
}
