'use client'

import { NativeSelect } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { isLocale, type Locale, languageNames, locales } from '../../i18n/locales.ts'

interface LanguageFieldProps {
  readonly value: Locale
  readonly onChange: (language: Locale) => void
}

/** The language of the summary on paper; each in its own words. */
export function LanguageField({ value, onChange }: LanguageFieldProps) {
  const translate = useTranslations('evidence')
  return (
    <NativeSelect
      label={translate('language')}
      value={value}
      onChange={({ currentTarget }) => isLocale(currentTarget.value) && onChange(currentTarget.value)}
      data={locales.map((locale) => ({ value: locale, label: languageNames[locale] }))}
    />
  )
}
