'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useApi } from '../../trpc/client.tsx'
import { useHubOrigin } from '../live/index.ts'

/** Asks the page's questions anew when the hub says that an alert has changed. The socket's code comes after the page. */
export function useAlertNews(): void {
  const api = useApi()
  const queries = useQueryClient()
  const hubOrigin = useHubOrigin()
  // biome-ignore lint/correctness/useExhaustiveDependencies: all three are stable for the page's life
  useEffect(() => {
    let end: (() => void) | null = null
    let gone = false
    import('./open-alert-news.ts').then(
      ({ openAlertNews }) => {
        if (!gone) end = openAlertNews(hubOrigin(), () => queries.invalidateQueries(api.alerts.pathFilter()))
      },
      // The page asks by itself as well.
      () => {},
    )
    return () => {
      gone = true
      end?.()
    }
  }, [])
}
