'use client'

import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../trpc/client.tsx'

/** An alarm must be seen within five seconds of being raised. */
const ASK_AGAIN_MS = 4_000

/** How many card alarms are open, kept up to date; undefined for whoever may not know, and until it is known. */
export function useOpenCardAlarms(mayRead: boolean): number | undefined {
  const api = useApi()
  const { data } = useQuery(api.cardAlarms.countOpen.queryOptions(undefined, { enabled: mayRead, refetchInterval: ASK_AGAIN_MS }))
  return data?.open
}
