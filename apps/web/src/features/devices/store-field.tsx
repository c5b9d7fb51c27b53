'use client'

import { Select } from '@mantine/core'
import { useTranslations } from 'next-intl'

export interface StoreChoice {
  readonly storeId: number
  readonly code: string
  readonly name: string
}

interface StoreFieldProps {
  readonly stores: readonly StoreChoice[]
  readonly storeId: number | null
  readonly onChange: (storeId: number | null) => void
  readonly clearable?: boolean
}

/** So many are drawn; typing finds the others. */
const MOST_DRAWN = 50

export function StoreField({ stores, storeId, onChange, clearable = false }: StoreFieldProps) {
  const translate = useTranslations('devices.fields')
  return (
    <Select
      label={translate('store')}
      placeholder={clearable ? translate('storeLater') : translate('storeFind')}
      data={stores.map((store) => ({ value: String(store.storeId), label: `${store.code} ${store.name}` }))}
      value={storeId === null ? null : String(storeId)}
      onChange={(value) => onChange(value === null ? null : Number(value))}
      searchable
      clearable={clearable}
      limit={MOST_DRAWN}
      nothingFoundMessage={translate('storeNone')}
      comboboxProps={{ withinPortal: false }}
    />
  )
}
