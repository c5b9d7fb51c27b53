'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRefusalWords } from '../../components/refusal/use-refusal-words.ts'
import { useApi } from '../../trpc/client.tsx'

/** What every change of this page does when it is over. */
export function useInspectionChange(onDone: () => void) {
  const api = useApi()
  const queries = useQueryClient()
  return {
    words: useRefusalWords('inspections'),
    change: { onSuccess: onDone, onSettled: () => queries.invalidateQueries(api.inspections.pathFilter()) },
  }
}
