'use client'

import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { timeZoneCookie } from './time-zone-cookie.ts'

const ReaderTimeZone = createContext('UTC')

interface TimeZoneProviderProps {
  /** From the cookie of an earlier visit, so that the first drawing has the right times already. */
  readonly initial: string
  readonly children: ReactNode
}

/** The zone of the reader's computer. */
export function TimeZoneProvider({ initial, children }: TimeZoneProviderProps) {
  const [timeZone, setTimeZone] = useState(initial)
  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone
    if (own === initial) return
    setTimeZone(own)
    // biome-ignore lint/suspicious/noDocumentCookie: Cookie Store is not in every browser we support
    document.cookie = `${timeZoneCookie}=${encodeURIComponent(own)}; path=/; max-age=31536000; samesite=lax`
  }, [initial])
  return <ReaderTimeZone value={timeZone}>{children}</ReaderTimeZone>
}

/** IANA name of the reader's zone. */
export function useTimeZone(): string {
  return useContext(ReaderTimeZone)
}
