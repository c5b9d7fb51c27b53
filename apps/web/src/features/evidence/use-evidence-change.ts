'use client'

import { useQueryClient } from '@tanstack/react-query'
import { TRPCClientError } from '@trpc/client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useApi } from '../../trpc/client.tsx'

/** What all changes here have in common: the page asks anew, and a refusal is kept in words. Spread into `mutationOptions`. */
export function useEvidenceChange() {
  const translate = useTranslations('evidence.errors')
  const api = useApi()
  const queries = useQueryClient()
  const [problem, setProblem] = useState<string | null>(null)
  return {
    problem,
    change: {
      onMutate: () => setProblem(null),
      onSettled: () => queries.invalidateQueries(api.evidence.pathFilter()),
      onError: (error: { readonly message: string }) => {
        const reason = error instanceof TRPCClientError ? String(error.data?.reason) : ''
        const key = reason as Parameters<typeof translate.has>[0]
        setProblem(translate.has(key) ? translate(key) : error.message)
      },
    },
  }
}
