'use client'

import { useRouter } from 'next/navigation'
import { type Locale, localeCookie } from '../../i18n/locales.ts'

const oneYearSeconds = 31_536_000

/** Keeps the choice in a cookie and draws the page again in that language; the address stays. */
export function useChooseLanguage(): (locale: Locale) => void {
  const router = useRouter()
  return (locale) => {
    // biome-ignore lint/suspicious/noDocumentCookie: Cookie Store is not in every browser we support
    document.cookie = `${localeCookie}=${locale}; path=/; max-age=${oneYearSeconds}; samesite=lax`
    router.refresh()
  }
}
