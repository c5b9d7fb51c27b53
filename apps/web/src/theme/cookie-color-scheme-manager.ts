import type { MantineColorSchemeManager } from '@mantine/core'
import { colorSchemeCookie, readColorScheme } from './color-scheme.ts'

const oneYearSeconds = 31_536_000

/** Keeps the choice in a cookie, because the server must draw the first page in the right theme. */
export function createCookieColorSchemeManager(): MantineColorSchemeManager {
  return {
    get: (fallback) => {
      if (typeof document === 'undefined') return fallback
      const cookie = document.cookie.split('; ').find((part) => part.startsWith(`${colorSchemeCookie}=`))
      return cookie ? readColorScheme(cookie.slice(colorSchemeCookie.length + 1)) : fallback
    },
    set: (scheme) => {
      // biome-ignore lint/suspicious/noDocumentCookie: Cookie Store is not in every browser we support
      document.cookie = `${colorSchemeCookie}=${scheme}; path=/; max-age=${oneYearSeconds}; samesite=lax`
    },
    subscribe: () => undefined,
    unsubscribe: () => undefined,
    clear: () => {
      // biome-ignore lint/suspicious/noDocumentCookie: as above
      document.cookie = `${colorSchemeCookie}=; path=/; max-age=0`
    },
  }
}
