'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRefusalWords } from '../../components/refusal/use-refusal-words.ts'
import { useApi } from '../../trpc/client.tsx'

/** What all changes here have in common: the pages ask anew, also after a refusal: somebody else may have changed it first. */
export function useDeviceChange(onDone: () => void) {
  const api = useApi()
  const queries = useQueryClient()
  return {
    words: useRefusalWords('devices'),
    change: { onSuccess: onDone, onSettled: () => queries.invalidateQueries(api.devices.pathFilter()) },
  }
}
