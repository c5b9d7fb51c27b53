'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRefusalWords } from '../../components/refusal/use-refusal-words.ts'
import { useApi } from '../../trpc/client.tsx'

/** What all changes here have in common: the page asks anew, also after a refusal: somebody else may have begun first. */
export function useRedundancyChange(onDone: () => void = () => {}) {
  const api = useApi()
  const queries = useQueryClient()
  return {
    words: useRefusalWords('redundancy'),
    change: { onSuccess: onDone, onSettled: () => queries.invalidateQueries(api.redundancy.pathFilter()) },
  }
}
