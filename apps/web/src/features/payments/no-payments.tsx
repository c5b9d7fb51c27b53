'use client'

import { Button } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import { useAddressFilter } from './use-address-filter.ts'

/** Nothing to list: nothing was paid yet, or nothing fits the filters. */
export function NoPayments({ filtered }: { readonly filtered: boolean }) {
  const translate = useTranslations('payments.empty')
  const { clear } = useAddressFilter()
  if (!filtered) return <EmptyState title={translate('title')} why={translate('why')} />
  return (
    <EmptyState
      title={translate('filteredTitle')}
      why={translate('filteredWhy')}
      first={
        <Button variant="filled" onClick={clear}>
          {translate('clear')}
        </Button>
      }
    />
  )
}
