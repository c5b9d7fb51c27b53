'use client'

import type { WatchScope } from '@counterfoil/protocol'
import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { formatScope, parseScope } from '../../components/scope/scope.ts'
import { scopeOptions } from '../../components/scope/scope-choices.ts'
import { useApi } from '../../trpc/client.tsx'
import { usePlaceWords } from './use-place-words.ts'

interface PlaceFieldProps {
  readonly place: WatchScope
  readonly onChange: (place: WatchScope) => void
}

/** So many are drawn; typing finds the others. */
const MOST_DRAWN = 60

/** Which part of the chain something is said for. */
export function PlaceField({ place, onChange }: PlaceFieldProps) {
  const translate = useTranslations('alerts')
  const api = useApi()
  const { countryName } = usePlaceWords()
  const scopes = useQuery(api.stores.scopes.queryOptions(undefined, { staleTime: 60_000 }))
  const { countries, regions, stores } = scopeOptions(scopes.data ?? [], countryName)
  const group = (name: 'countries' | 'regions' | 'stores', options: typeof countries) => ({
    group: translate(`places.${name}`),
    items: options.map(({ value, label }) => ({ value, label })),
  })
  return (
    <Select
      label={translate('place')}
      data={[
        { value: 'chain', label: translate('chain') },
        ...[group('countries', countries), group('regions', regions), group('stores', stores)].filter(
          ({ items }) => items.length > 0,
        ),
      ]}
      value={formatScope(place) ?? 'chain'}
      onChange={(value) => onChange(parseScope(value))}
      allowDeselect={false}
      searchable
      limit={MOST_DRAWN}
      comboboxProps={{ withinPortal: false }}
    />
  )
}
