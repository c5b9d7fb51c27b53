'use client'

import type { WatchScope } from '@counterfoil/protocol'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import { formatScope, parseScope, scopeParameter } from './scope.ts'

/** The scope in the address: it stays over pages and reloads. */
export function useScope(): { readonly scope: WatchScope; readonly setScope: (scope: WatchScope) => void } {
  const router = useRouter()
  const pathname = usePathname()
  const search = useSearchParams()
  const text = search.get(scopeParameter)
  const setScope = useCallback(
    (scope: WatchScope) => {
      const parameters = new URLSearchParams(search)
      const next = formatScope(scope)
      if (next === null) parameters.delete(scopeParameter)
      else parameters.set(scopeParameter, next)
      router.push(parameters.size === 0 ? pathname : `${pathname}?${parameters}`)
    },
    [router, pathname, search],
  )
  return { scope: useMemo(() => parseScope(text), [text]), setScope }
}
