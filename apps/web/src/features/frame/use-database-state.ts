'use client'

import { useQuery } from '@tanstack/react-query'

/** `unreachable`: not even the dashboard answers. */
export type DatabaseState = 'ok' | 'away' | 'migrating' | 'unreachable'

const ASK_AGAIN_MS = 3_000

/** How the dashboard gets on with its database, asked while something makes us doubt it; undefined until it has answered. */
export function useDatabaseState(doubted: boolean): DatabaseState | undefined {
  const { data } = useQuery({
    queryKey: ['readyz'],
    queryFn: readState,
    enabled: doubted,
    refetchInterval: ASK_AGAIN_MS,
    gcTime: 0,
  })
  return doubted ? data : undefined
}

async function readState({ signal }: { readonly signal: AbortSignal }): Promise<DatabaseState> {
  try {
    const answer = await fetch('/readyz', { signal })
    const { parts } = (await answer.json()) as { parts?: { database?: DatabaseState } }
    return parts?.database ?? 'unreachable'
  } catch {
    return 'unreachable'
  }
}
