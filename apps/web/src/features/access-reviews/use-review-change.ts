'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../trpc/client.tsx'
import { useReviewWords } from './use-review-words.ts'

/** What all changes here have in common: the pages ask anew, and a refusal is kept in words. Spread into `mutationOptions`. */
export function useReviewChange() {
  const api = useApi()
  const queries = useQueryClient()
  const words = useReviewWords()
  const [problem, setProblem] = useState<string | null>(null)
  return {
    problem,
    change: {
      onMutate: () => setProblem(null),
      // Also after a refusal: somebody else may have decided first.
      onSettled: () => queries.invalidateQueries(api.accessReviews.pathFilter()),
      onError: (error: { readonly message: string }) => setProblem(words.refusal(error)),
    },
  }
}
