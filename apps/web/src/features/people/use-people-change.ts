'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../trpc/client.tsx'
import { usePeopleWords } from './use-people-words.ts'

/** What all changes here have in common: the pages ask anew, and a refusal is kept in words. Spread into `mutationOptions`. */
export function usePeopleChange() {
  const api = useApi()
  const queryClient = useQueryClient()
  const words = usePeopleWords()
  const [problem, setProblem] = useState<string | null>(null)
  return {
    problem,
    change: {
      onMutate: () => setProblem(null),
      // Also after a refusal: somebody else may have changed it first.
      onSettled: () => queryClient.invalidateQueries(api.people.pathFilter()),
      onError: (error: Parameters<typeof words.refusal>[0]) => setProblem(words.refusal(error)),
    },
  }
}
