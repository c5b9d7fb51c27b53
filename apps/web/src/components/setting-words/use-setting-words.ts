'use client'

import type { ListedSetting, SettingsHere, SettingValue } from '@counterfoil/services/device-settings'
import { useLocale, useTranslations } from 'next-intl'
import { languageTags } from '../../i18n/locales.ts'
import { formatCount } from '../format/number.ts'

/** How settings, their values and the levels they come from are said. */
export function useSettingWords() {
  const translate = useTranslations('deviceSettings')
  const locale = useLocale()
  const value = ({ name, form }: Pick<ListedSetting, 'name' | 'form'>, said: SettingValue | null): string => {
    if (said === null) return translate('own')
    if (form.form === 'number') {
      const figure = form.unit === null ? String(said) : formatCount(Number(said), locale)
      return form.unit === null ? figure : translate(`units.${form.unit}`, { figure })
    }
    if (form.form === 'window') return String(said).replace('-', '–')
    const key = `choices.${name}.${said}` as Parameters<typeof translate.has>[0]
    return form.form === 'choice' && translate.has(key) ? translate(key) : String(said)
  }
  /** Of a configuration, whose settings come without their forms. */
  const sentValue = (name: ListedSetting['name'], said: SettingValue | null): string => {
    const unit = name.startsWith('zvt.') ? 'ms' : null
    return value(
      { name, form: typeof said === 'number' ? { form: 'number', least: 0, most: 0, unit } : { form: 'choice', of: [] } },
      said,
    )
  }
  const country = (code: string) => new Intl.DisplayNames(languageTags[locale], { type: 'region' }).of(code) ?? code
  const from = (level: ListedSetting['from'], names: SettingsHere['names']): string => {
    switch (level) {
      case null:
        return translate('from.nobody')
      case 'country':
        return translate('from.country', { name: country(names.country ?? '') })
      case 'region':
        return translate('from.region', { name: names.region || translate('noRegion') })
      case 'store':
        return translate('from.store', { name: `${names.storeCode} ${names.storeName}` })
      case 'lane':
        return translate('from.lane', { name: names.lane ?? '' })
      default:
        return translate(`from.${level}`)
    }
  }
  return { name: (name: ListedSetting['name']) => translate(`names.${name}`), value, sentValue, from }
}
