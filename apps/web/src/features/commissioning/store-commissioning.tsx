'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Section } from '../../components/section/section.tsx'
import { Status } from '../../components/status/status.tsx'
import { useApi } from '../../trpc/client.tsx'
import { DeviationList } from './deviation-list.tsx'

const AGAIN_MS = 30_000

/** On a store's own page: how far it has come, and what is otherwise than was agreed. */
export function StoreCommissioning({ storeId }: { readonly storeId: number }) {
  const translate = useTranslations('commissioning')
  const api = useApi()
  const detail = useQuery(api.commissioning.get.queryOptions({ storeId }, { refetchInterval: AGAIN_MS, retry: false }))
  if (detail.data === undefined) return null
  const { current, agreed } = detail.data
  return (
    <Section
      title={translate('store.title')}
      aside={
        <Link href={`/stores/${storeId}/commissioning`} data-link>
          {translate('store.link')}
        </Link>
      }
    >
      <p>
        <Status axis="commissioning" state={current?.state ?? (agreed === null ? 'none' : 'live')} />
      </p>
      {agreed === null ? null : <DeviationList deviations={agreed.deviations} />}
    </Section>
  )
}
