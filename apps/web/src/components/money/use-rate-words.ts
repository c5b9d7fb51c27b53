import { useLocale, useTranslations } from 'next-intl'
import { languageTags } from '../../i18n/locales.ts'

/** "ECB 19 Nov": whose rate, and of which day. */
export function useRateWords(): (rate: { readonly source: string; readonly onDate: string }) => string {
  const translate = useTranslations('live.figures')
  const locale = useLocale()
  const format = new Intl.DateTimeFormat(languageTags[locale], {
    day: 'numeric',
    month: locale === 'zh' ? 'long' : 'short',
    timeZone: 'UTC',
  })
  return ({ source, onDate }) => translate('rate', { source, date: format.format(new Date(`${onDate}T00:00:00Z`)) })
}
