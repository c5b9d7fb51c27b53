'use client'

import type { KeyInventory } from '@counterfoil/services/keys'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { Columns } from '../../components/columns/columns.tsx'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { FactList } from '../../components/fact-list/fact-list.tsx'
import { Page } from '../../components/frame/page.tsx'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import { AgentKeys } from './agent-keys.tsx'
import { CertificateTable } from './certificate-table.tsx'
import { ExportButton } from './export-button.tsx'
import { KeyTable } from './key-table.tsx'
import classes from './keys-page.module.css'
import { ReviewSection } from './review-section.tsx'
import { TokenKeys } from './token-keys.tsx'

/** Every key and certificate there is, with its age, and the yearly look at them. */
export function KeysPage({ maySign }: { readonly maySign: boolean }) {
  const translate = useTranslations('keys')
  const api = useApi()
  const inventory = useQuery(api.keys.inventory.queryOptions(undefined, { refetchInterval: 60_000 }))
  return (
    <Page title={translate('title')} answers={translate('answers')}>
      {inventory.data !== undefined ? (
        <Inventory inventory={inventory.data} maySign={maySign} />
      ) : inventory.error === null ? (
        <div className={classes.toCome} aria-busy="true" />
      ) : (
        <div className={classes.padded}>
          <ErrorState title={translate('failed')} message={inventory.error.message} onRetry={() => inventory.refetch()} />
        </div>
      )}
    </Page>
  )
}

function Inventory({ inventory, maySign }: { readonly inventory: KeyInventory; readonly maySign: boolean }) {
  const translate = useTranslations('keys')
  const { server, agents, tokens, people, review } = inventory
  const certificates = server.filter(({ kind }) => kind === 'certificate')
  return (
    <Columns
      main={
        <>
          <Section title={translate('server.title')} note={translate('server.note')} aside={<ExportButton />}>
            <KeyTable keys={server.filter(({ kind }) => kind !== 'certificate')} />
          </Section>
          <Section title={translate('certificates.title')} note={translate('certificates.note')}>
            <CertificateTable certificates={certificates} />
          </Section>
          <TokenKeys tokens={tokens} />
          <AgentKeys agents={agents} />
        </>
      }
      side={
        <>
          <ReviewSection review={review} maySign={maySign} />
          <Section title={translate('people.title')}>
            <FactList
              facts={[
                { label: translate('people.authenticators'), value: people.authenticators },
                { label: translate('people.passkeys'), value: people.passkeys },
              ]}
            />
          </Section>
        </>
      }
    />
  )
}
