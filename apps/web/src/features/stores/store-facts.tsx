'use client'

import type { StoreDetail } from '@counterfoil/services/stores'
import { useLocale, useTranslations } from 'next-intl'
import { type Fact, FactList } from '../../components/fact-list/fact-list.tsx'
import { Section } from '../../components/section/section.tsx'
import { languageTags } from '../../i18n/locales.ts'

/** Where the store is, whose it is, and when its business day changes. */
export function StoreFacts({ detail }: { readonly detail: StoreDetail }) {
  const translate = useTranslations('stores.detail')
  const locale = useLocale()
  const country = new Intl.DisplayNames(languageTags[locale], { type: 'region' }).of(detail.country) ?? detail.country
  const clock = `${String(Math.floor(detail.cutOffMinutes / 60)).padStart(2, '0')}:${String(detail.cutOffMinutes % 60).padStart(2, '0')}`
  const closed: Fact[] = detail.closedOn === null ? [] : [{ label: translate('closed'), value: detail.closedOn }]
  return (
    <Section title={translate('about')}>
      <FactList
        facts={[
          { label: translate('place'), value: [detail.city, detail.region, country].filter(Boolean).join(', ') },
          { label: translate('company'), value: detail.legalEntity },
          { label: translate('currency'), value: detail.currency },
          { label: translate('timeZone'), value: detail.timeZone },
          { label: translate('businessDay'), value: translate('businessDayValue', { date: detail.businessDate, time: clock }) },
          { label: translate('opened'), value: detail.openedOn },
          ...closed,
        ]}
      />
    </Section>
  )
}
