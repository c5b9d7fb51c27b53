'use client'

import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useCallback } from 'react'
import { asOfParameter, formatAsOf, parseAsOf } from './as-of.ts'

/** The past minute in the address, ms, or null for now: it stays over reloads and can be sent to somebody. */
export function useAsOf(): { readonly asOfMs: number | null; readonly setAsOf: (asOfMs: number | null) => void } {
  const router = useRouter()
  const pathname = usePathname()
  const search = useSearchParams()
  const setAsOf = useCallback(
    (asOfMs: number | null) => {
      const parameters = new URLSearchParams(search)
      if (asOfMs === null) parameters.delete(asOfParameter)
      else parameters.set(asOfParameter, formatAsOf(asOfMs))
      router.push(parameters.size === 0 ? pathname : `${pathname}?${parameters}`)
    },
    [router, pathname, search],
  )
  return { asOfMs: parseAsOf(search.get(asOfParameter)), setAsOf }
}
