'use client'

import { MultiSelect, Select } from '@mantine/core'
import { useLocale, useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { languageTags } from '../../i18n/locales.ts'
import { type PlacedStore, type ReachKind, reachChoices } from './reach-choices.ts'

interface ReachValuesProps {
  readonly kind: Exclude<ReachKind, 'chain'>
  readonly stores: readonly PlacedStore[] | undefined
  readonly values: readonly string[]
  readonly onChange: (values: readonly string[]) => void
  readonly error?: string | undefined
}

const SHOWN = 50

/** Lists of countries, regions or stores to choose from. Come when somebody wants less than the whole chain, not with the page. */
export default function ReachValues({ kind, stores, values, onChange, error }: ReachValuesProps) {
  const translate = useTranslations('reach')
  const locale = useLocale()
  const choices = useMemo(() => {
    const names = new Intl.DisplayNames(languageTags[locale], { type: 'region' })
    return reachChoices(stores ?? [], (code) => names.of(code) ?? code)
  }, [stores, locale])
  const shared = {
    searchable: true,
    limit: SHOWN,
    nothingFoundMessage: translate('nothing'),
    comboboxProps: { withinPortal: false },
    'aria-label': translate(`which.${kind}`),
    error,
  }
  if (kind === 'stores')
    return (
      <MultiSelect
        {...shared}
        placeholder={values.length === 0 ? translate('which.stores') : ''}
        data={choices.stores}
        value={[...values]}
        onChange={onChange}
      />
    )
  return (
    <Select
      {...shared}
      placeholder={translate(`which.${kind}`)}
      data={kind === 'country' ? choices.countries : choices.regions}
      value={values[0] ?? null}
      onChange={(value) => onChange(value === null ? [] : [value])}
    />
  )
}
