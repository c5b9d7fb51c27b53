'use client'

import type { ChosenAgents } from '@counterfoil/services/command-groups'
import { useQuery } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { useApi } from '../../trpc/client.tsx'

/** What was chosen, in words: a place with what narrows it, or so many devices. */
export function useChosenWords(): (chosen: ChosenAgents) => string {
  const translate = useTranslations('commandGroups.chosen')
  const locale = useLocale()
  const api = useApi()
  const stores = useQuery(api.stores.scopes.queryOptions(undefined, { staleTime: 60_000 }))
  const countryName = (code: string) => new Intl.DisplayNames(locale, { type: 'region' }).of(code) ?? code
  return (chosen) => {
    if (chosen.kind === 'devices') return translate('devices', { count: chosen.ids.length })
    const { scope, protocol, model, version } = chosen
    const place = () => {
      switch (scope.kind) {
        case 'chain':
          return translate('chain')
        case 'country':
          return countryName(scope.country)
        case 'region':
          return `${scope.region}, ${countryName(scope.country)}`
        case 'store': {
          const store = stores.data?.find(({ storeId }) => storeId === scope.storeId)
          return store === undefined ? translate('store') : `${store.code} ${store.name}`
        }
      }
    }
    return [place(), protocol, model, version].filter(Boolean).join(' · ')
  }
}
