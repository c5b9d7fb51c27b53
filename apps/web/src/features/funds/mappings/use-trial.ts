'use client'

import type { MappingTrial } from '@counterfoil/services/funds/files'
import { useDebouncedValue } from '@mantine/hooks'
import { skipToken, useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useApi } from '../../../trpc/client.tsx'

const TYPING_MS = 350
const ASK_AGAIN_MS = 250

interface Trial {
  /** The last one that came; it may be of a draft before this one. */
  readonly trial: MappingTrial | null
  readonly busy: boolean
  readonly error: string | null
}

/** Has the hub read the file through the draft whenever the draft has rested for a moment. */
export function useTrial(fileId: number | null, draft: string): Trial {
  const api = useApi()
  const [settled] = useDebouncedValue(draft, TYPING_MS)
  const { mutate, data: asked, error: askError, isPending } = useMutation(api.fundsMappings.askTrial.mutationOptions())
  useEffect(() => {
    if (fileId !== null) mutate({ fileId, draft: settled })
  }, [fileId, settled, mutate])
  const answer = useQuery(
    api.fundsMappings.trial.queryOptions(asked === undefined ? skipToken : { id: asked.id }, {
      refetchInterval: ({ state: { data, error } }) => (data == null && error === null ? ASK_AGAIN_MS : false),
      retry: false,
    }),
  )
  const [trial, setTrial] = useState<MappingTrial | null>(null)
  if (answer.data != null && answer.data !== trial) setTrial(answer.data)
  // One that a later one has replaced tells nobody anything.
  const failed = askError ?? (isPending || answer.error?.data?.code === 'NOT_FOUND' ? null : answer.error)
  return {
    trial,
    busy: isPending || settled !== draft || (asked !== undefined && answer.data == null && !answer.isError),
    error: failed?.message ?? null,
  }
}
