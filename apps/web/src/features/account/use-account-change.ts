'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../trpc/client.tsx'
import { useRefusalWords } from '../factors/index.ts'

/** What all changes of one's own account have in common: the page asks anew, and says what was done or refused. */
export function useAccountChange() {
  const api = useApi()
  const queryClient = useQueryClient()
  const refusalWords = useRefusalWords()
  const [done, setDone] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  return {
    done,
    problem,
    forget: () => {
      setDone(null)
      setProblem(null)
    },
    setProblem,
    /** For `mutationOptions`: `said` is what the page says once it is done. */
    saying: (said: string | null) => ({
      onMutate: () => {
        setDone(null)
        setProblem(null)
      },
      onSuccess: async () => {
        setDone(said)
        await queryClient.invalidateQueries({ queryKey: api.account.get.queryKey() })
      },
      onError: (error: Parameters<typeof refusalWords>[0]) => setProblem(refusalWords(error)),
    }),
  }
}

export type AccountChange = ReturnType<typeof useAccountChange>
