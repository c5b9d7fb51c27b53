'use client'

import type { WatchScope } from '@counterfoil/protocol'
import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { formatCount } from '../../components/format/number.ts'
import { SearchBar } from '../../components/search-bar/search-bar.tsx'
import { SearchChip } from '../../components/search-bar/search-chip.tsx'
import { useApi } from '../../trpc/client.tsx'
import { deviceKinds, deviceNeeds, deviceStates } from './device-words.ts'
import { useDeviceChoice } from './use-device-choice.ts'

const LONGEST = 80

/** Narrows the list: by a part of a serial or a name, by kind and state, and by what needs a look, each with its count. */
export function FilterBar({ scope, children }: { readonly scope: WatchScope; readonly children?: ReactNode }) {
  const translate = useTranslations('devices.filter')
  const kinds = useTranslations('devices.kinds')
  const needs = useTranslations('devices.needs')
  const states = useTranslations('status.device')
  const locale = useLocale()
  const api = useApi()
  const { choice, change } = useDeviceChoice()
  const counts = useQuery(api.devices.counts.queryOptions({ scope }))
  const counted = (count: number | undefined) => (count === undefined ? '' : ` ${formatCount(count, locale)}`)
  return (
    <SearchBar
      words={{ label: translate('label'), search: translate('search'), go: translate('go') }}
      search={choice.search}
      longest={LONGEST}
      onSearch={(search) => change({ search })}
      aside={children}
    >
      <NativeSelect
        aria-label={translate('kind')}
        data={[{ value: '', label: translate('anyKind') }, ...deviceKinds.map((value) => ({ value, label: kinds(value) }))]}
        value={choice.kind ?? ''}
        onChange={(event) => change({ kind: event.currentTarget.value })}
      />
      <NativeSelect
        aria-label={translate('state')}
        data={[
          { value: '', label: translate('anyState') },
          ...deviceStates.map((value) => ({ value, label: `${states(value)}${counted(counts.data?.byState[value])}` })),
        ]}
        value={choice.state ?? ''}
        onChange={(event) => change({ state: event.currentTarget.value })}
      />
      {deviceNeeds.map((need) => (
        <SearchChip
          key={need}
          chosen={choice.need === need}
          count={counts.data === undefined ? '–' : formatCount(counts.data.byNeed[need], locale)}
          label={needs(need)}
          onToggle={() => change({ need: choice.need === need ? null : need })}
        />
      ))}
    </SearchBar>
  )
}
