'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { FactList } from '../../components/fact-list/fact-list.tsx'
import { Section } from '../../components/section/section.tsx'
import { Status } from '../../components/status/status.tsx'
import { useApi } from '../../trpc/client.tsx'

const AGAIN_MS = 30_000

/** On a store's own page: what it has twice. */
export function StoreRedundancy({ storeId }: { readonly storeId: number }) {
  const translate = useTranslations('redundancy')
  const api = useApi()
  const detail = useQuery(api.redundancy.get.queryOptions({ storeId }, { refetchInterval: AGAIN_MS, retry: false }))
  if (detail.data === undefined) return null
  return (
    <Section
      title={translate('title')}
      aside={
        <Link href={`/stores/${storeId}/redundancy`} data-link>
          {translate('store.link')}
        </Link>
      }
    >
      <FactList
        facts={detail.data.axes.map(({ axis, state }) => ({
          label: translate(`axes.${axis}.title`),
          value: <Status axis="redundancy" state={state} />,
        }))}
      />
    </Section>
  )
}
