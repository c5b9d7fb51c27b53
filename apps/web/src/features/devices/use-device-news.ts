'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useApi } from '../../trpc/client.tsx'
import { useHubOrigin } from '../live/index.ts'

/** Asks the page's questions about devices anew when the hub says that one was changed. The socket's code comes after the page. */
export function useDeviceNews(): void {
  const api = useApi()
  const queries = useQueryClient()
  const hubOrigin = useHubOrigin()
  // biome-ignore lint/correctness/useExhaustiveDependencies: all three are stable for the page's life
  useEffect(() => {
    let end: (() => void) | null = null
    let gone = false
    import('./open-device-news.ts').then(
      ({ openDeviceNews }) => {
        const askAnew = () => {
          for (const noun of [api.devices, api.deviceSettings, api.deviceDocuments])
            void queries.invalidateQueries(noun.pathFilter())
        }
        if (!gone) end = openDeviceNews(hubOrigin(), askAnew)
      },
      // The pages ask by themselves as well.
      () => {},
    )
    return () => {
      gone = true
      end?.()
    }
  }, [])
}
