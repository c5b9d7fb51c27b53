'use client'

import type { ContractVersion } from '@counterfoil/services/funds'
import { useLocale, useTranslations } from 'next-intl'
import { languageTags } from '../../../i18n/locales.ts'

type Contract = NonNullable<ContractVersion['contract']>

/** A Monday, so that weekdays have their names from `Intl`. */
const MONDAY = Date.UTC(2024, 0, 1)
const DAY_MS = 86_400_000

/** When it pays, in a few words: "T+2, every bank day". */
export function useTermsWords(): (contract: Contract) => string {
  const translate = useTranslations('funds.agreements')
  const locale = useLocale()
  const weekday = new Intl.DateTimeFormat(languageTags[locale], { weekday: 'long', timeZone: 'UTC' })
  const list = new Intl.ListFormat(languageTags[locale], { type: 'conjunction' })
  return ({ settlementLag, payout: { frequency } }) => {
    const lag = translate('lag', { days: settlementLag })
    switch (frequency.every) {
      case 'day':
        return `${lag}${translate('comma')}${translate('everyDay')}`
      case 'week': {
        const days = list.format(frequency.on.map((day) => weekday.format(MONDAY + (day - 1) * DAY_MS)))
        return `${lag}${translate('comma')}${translate('everyWeek', { days })}`
      }
      case 'month':
        return `${lag}${translate('comma')}${translate('everyMonth', { day: frequency.on })}`
    }
  }
}
