'use client'

import { MultiSelect, SegmentedControl, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { useId, useMemo } from 'react'
import { languageTags } from '../../i18n/locales.ts'
import { useApi } from '../../trpc/client.tsx'
import type { AccessDraft } from './access-draft.ts'
import classes from './access-fields.module.css'

const SHOWN = 40

interface ReachFieldsProps {
  readonly draft: AccessDraft
  readonly onChange: (draft: AccessDraft) => void
}

/** Which part of the chain: all of it, a country, a region, or stores by name. */
export function ReachFields({ draft, onChange }: ReachFieldsProps) {
  const translate = useTranslations('people.access')
  const labelId = useId()
  const { countries, regions, stores } = usePlaces()
  return (
    <fieldset className={classes.reach}>
      <legend className="mantine-InputWrapper-label" id={labelId}>
        {translate('reach')}
      </legend>
      <SegmentedControl
        fullWidth
        aria-labelledby={labelId}
        data={(['chain', 'country', 'region', 'stores'] as const).map((value) => ({ value, label: translate(`kinds.${value}`) }))}
        value={draft.reachKind}
        onChange={(reachKind) => onChange({ ...draft, reachKind })}
      />
      {draft.reachKind === 'country' ? (
        <Select
          aria-label={translate('country')}
          placeholder={translate('country')}
          searchable
          data={countries}
          value={draft.country}
          onChange={(country) => onChange({ ...draft, country })}
        />
      ) : null}
      {draft.reachKind === 'region' ? (
        <Select
          aria-label={translate('region')}
          placeholder={translate('region')}
          searchable
          limit={SHOWN}
          data={regions}
          value={draft.region}
          onChange={(region) => onChange({ ...draft, region })}
        />
      ) : null}
      {draft.reachKind === 'stores' ? (
        <MultiSelect
          aria-label={translate('stores')}
          placeholder={draft.storeIds.length === 0 ? translate('stores') : ''}
          searchable
          limit={SHOWN}
          data={stores}
          value={[...draft.storeIds]}
          onChange={(storeIds) => onChange({ ...draft, storeIds })}
          nothingFoundMessage={translate('noStoreFound')}
        />
      ) : null}
    </fieldset>
  )
}

interface Choice {
  readonly value: string
  readonly label: string
}

/** Every place there is, once. */
function usePlaces(): Readonly<Record<'countries' | 'regions' | 'stores', Choice[]>> {
  const api = useApi()
  const language = languageTags[useLocale()]
  const { data } = useQuery(api.stores.scopes.queryOptions(undefined, { staleTime: 60_000 }))
  return useMemo(() => {
    const names = new Intl.DisplayNames(language, { type: 'region' })
    const countries = new Map<string, string>()
    const regions = new Map<string, string>()
    for (const { country, region } of data ?? []) {
      const name = names.of(country) ?? country
      countries.set(country, name)
      if (region !== '') regions.set(`${country}:${region}`, `${region}, ${name}`)
    }
    return {
      countries: choices(countries),
      regions: choices(regions),
      stores: (data ?? []).map(({ storeId, code, name }) => ({ value: String(storeId), label: `${code} ${name}` })),
    }
  }, [data, language])
}

function choices(of: ReadonlyMap<string, string>): Choice[] {
  return [...of].map(([value, label]) => ({ value, label })).sort((one, other) => one.label.localeCompare(other.label))
}
