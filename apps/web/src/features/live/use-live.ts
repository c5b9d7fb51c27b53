'use client'

import type { WatchScope } from '@counterfoil/protocol'
import type { LiveSnapshot } from '@counterfoil/services/live'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useApi } from '../../trpc/client.tsx'
import { useHubOrigin } from './hub-origin.tsx'
import { firstView, type LiveFeed, type LiveView, openLiveFeed } from './live-feed.ts'
import { stateFromPages } from './live-state.ts'
import { openHubSocketLater } from './open-hub-socket-later.ts'

const startTimer = (delayMs: number, fire: () => void) => {
  const timer = setTimeout(fire, delayMs)
  return () => clearTimeout(timer)
}

/** The scope as it is now, kept true by the hub; `tryNow` does not wait for the next attempt. */
export function useLive(scope: WatchScope): LiveView & { readonly tryNow: () => void } {
  const api = useApi()
  const queryClient = useQueryClient()
  const hubOrigin = useHubOrigin()
  const nowMs = useNowMs()
  const now = useRef(nowMs)
  now.current = nowMs
  const drawnWith = () => {
    const first = queryClient.getQueryData(api.live.snapshot.queryKey({ scope, after: 0 }))
    return first === undefined || first.next !== null ? null : stateFromPages([first])
  }
  const [view, setView] = useState<LiveView>(() => firstView(drawnWith()))
  const feed = useRef<LiveFeed | null>(null)
  const scopeKey = JSON.stringify(scope)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the scope by its value; the others are stable for the page's life
  useEffect(() => {
    const load = async () => {
      const pages: LiveSnapshot[] = []
      for (let after: number | null = 0; after !== null; ) {
        const page: LiveSnapshot = await queryClient.fetchQuery({
          ...api.live.snapshot.queryOptions({ scope, after }),
          staleTime: 0,
          retry: false,
        })
        pages.push(page)
        after = page.next
      }
      return pages
    }
    const initial = drawnWith()
    setView(firstView(initial))
    const opened = openLiveFeed({
      initial,
      openSocket: (events) => openHubSocketLater(hubOrigin(), scope, events),
      load,
      nowMs: () => now.current,
      random: () => Math.random(),
      startTimer,
      changed: setView,
    })
    feed.current = opened
    return () => {
      opened.close()
      feed.current = null
    }
  }, [scopeKey])
  return { ...view, tryNow: () => feed.current?.tryNow() }
}
