'use client'

import type { PersonRole, Reach } from '@counterfoil/services/permissions'
import { useLocale, useTranslations } from 'next-intl'
import { languageTags } from '../../i18n/locales.ts'

interface NamedStore {
  readonly storeId: number
  readonly code: string
  readonly name: string
}

/** What somebody may do and where, in words. */
export interface AccessWords {
  readonly role: (role: PersonRole) => string
  /** What the role is for, in one sentence. */
  readonly may: (role: PersonRole) => string
  /** "Whole chain", "Germany", "Bayern, Germany", "0417 Köln Ehrenfeld"; stores that are not in the list are counted. */
  readonly reach: (reach: Reach, stores?: readonly NamedStore[]) => string
}

export function useAccessWords(): AccessWords {
  const translate = useTranslations('access')
  const language = languageTags[useLocale()]
  const countryName = (code: string) => new Intl.DisplayNames(language, { type: 'region' }).of(code) ?? code
  return {
    role: (role) => translate(`roles.${role}`),
    may: (role) => translate(`may.${role}`),
    reach: (reach, stores = []) => {
      switch (reach.kind) {
        case 'chain':
          return translate('reach.chain')
        case 'country':
          return countryName(reach.country)
        case 'region':
          return translate('reach.region', { region: reach.region, country: countryName(reach.country) })
        case 'stores': {
          const named = stores
            .filter(({ storeId }) => reach.storeIds.includes(storeId))
            .map(({ code, name }) => `${code} ${name}`)
          const others = reach.storeIds.length - named.length
          const parts = others > 0 ? [...named, translate('reach.stores', { count: others })] : named
          return new Intl.ListFormat(language, { type: 'conjunction' }).format(parts)
        }
      }
    },
  }
}
