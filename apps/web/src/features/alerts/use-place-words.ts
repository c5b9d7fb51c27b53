'use client'

import type { PlaceColumns } from '@counterfoil/services/alerts'
import { useLocale, useTranslations } from 'next-intl'

interface Placed extends PlaceColumns {
  readonly storeName: string | null
}

/** What a place is called. */
export function usePlaceWords() {
  const translate = useTranslations('alerts')
  const locale = useLocale()
  const countryName = (code: string) => new Intl.DisplayNames(locale, { type: 'region' }).of(code) ?? code
  return {
    countryName,
    placeName({ level, country, region, storeName }: Placed): string {
      switch (level) {
        case 'chain':
          return translate('chain')
        case 'country':
          return countryName(country ?? '')
        case 'region':
          return `${region}, ${countryName(country ?? '')}`
        case 'store':
          return storeName ?? '–'
      }
    },
  }
}
