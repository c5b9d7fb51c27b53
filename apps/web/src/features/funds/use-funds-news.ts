'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useApi } from '../../trpc/client.tsx'
import { useHubOrigin } from '../live/index.ts'

/** Asks the page's questions about money anew when the hub says that some has moved. The socket's code comes after the page. */
export function useFundsNews(): void {
  const api = useApi()
  const queries = useQueryClient()
  const hubOrigin = useHubOrigin()
  // biome-ignore lint/correctness/useExhaustiveDependencies: all three are stable for the page's life
  useEffect(() => {
    let end: (() => void) | null = null
    let gone = false
    import('./open-funds-news.ts').then(
      ({ openFundsNews }) => {
        if (!gone) end = openFundsNews(hubOrigin(), () => queries.invalidateQueries(api.funds.pathFilter()))
      },
      // The board asks by itself as well.
      () => {},
    )
    return () => {
      gone = true
      end?.()
    }
  }, [])
}
