'use client'

import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'

const PageClock = createContext<number | null>(null)

interface PageClockProviderProps {
  /** The server's time when it drew this page: ages are counted on its clock, because the reader's may be wrong. */
  readonly serverNowMs: number
  readonly children: ReactNode
}

/** The page's one timer: everything that shows an age ticks together, once a second. */
export function PageClockProvider({ serverNowMs, children }: PageClockProviderProps) {
  const [nowMs, setNowMs] = useState(serverNowMs)
  useEffect(() => {
    const aheadMs = serverNowMs - Date.now()
    const tick = () => setNowMs(Date.now() + aheadMs)
    const timer = setInterval(tick, 1_000)
    // A page that was hidden, or a computer that slept, is looked at again: not a second with what was true before.
    document.addEventListener('visibilitychange', tick)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', tick)
    }
  }, [serverNowMs])
  return <PageClock value={nowMs}>{children}</PageClock>
}

/** A clock that stands: for what is shown as it was at one past moment. */
export function StandingClock({ atMs, children }: { readonly atMs: number; readonly children: ReactNode }) {
  return <PageClock value={atMs}>{children}</PageClock>
}

/** Now on the server's clock, milliseconds; renews itself once a second. */
export function useNowMs(): number {
  const nowMs = useContext(PageClock)
  if (nowMs === null) throw new Error('useNowMs needs a PageClockProvider above it')
  return nowMs
}
