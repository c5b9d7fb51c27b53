export const locales = ['en', 'zh'] as const
export type Locale = (typeof locales)[number]
export const defaultLocale: Locale = 'en'
export const localeCookie = 'counterfoil_language'

/** What the `lang` attribute and `Intl` are told. */
export const languageTags: Readonly<Record<Locale, string>> = { en: 'en-GB', zh: 'zh-Hans-CN' }
/** Each language in its own words; never translated. */
export const languageNames: Readonly<Record<Locale, string>> = { en: 'English', zh: '简体中文' }

export function isLocale(value: unknown): value is Locale {
  return locales.some((locale) => locale === value)
}

/** The cookie decides; else the first language of Accept-Language we have; else English. */
export function chooseLocale(cookie: string | undefined, acceptLanguage: string | null): Locale {
  if (isLocale(cookie)) return cookie
  const wishes = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';')
      const quality = parameters.find((parameter) => parameter.trim().startsWith('q='))
      return { language: tag.trim().toLowerCase().split('-')[0], weight: quality ? Number(quality.trim().slice(2)) : 1 }
    })
    .filter((wish) => wish.weight > 0)
    .sort((a, b) => b.weight - a.weight)
  const found = wishes.map((wish) => wish.language).find(isLocale)
  return found ?? defaultLocale
}
