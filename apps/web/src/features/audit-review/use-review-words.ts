'use client'

import { useQueryClient } from '@tanstack/react-query'
import { TRPCClientError } from '@trpc/client'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'
import { useApi } from '../../trpc/client.tsx'

/** Times as the reader writes them. */
export function useTimeWords(): (at: Date) => string {
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  return (at) => formatDateTime(at.getTime(), place, nowMs)
}

/** What all changes here have in common: the pages ask anew, and a refusal is kept in words. Spread into `mutationOptions`. */
export function useReviewChange() {
  const translate = useTranslations('auditReview.errors')
  const api = useApi()
  const queries = useQueryClient()
  const [problem, setProblem] = useState<string | null>(null)
  return {
    problem,
    change: {
      onMutate: () => setProblem(null),
      onSettled: async () => {
        await queries.invalidateQueries(api.auditReview.pathFilter())
        await queries.invalidateQueries(api.incidents.pathFilter())
      },
      onError: (error: { readonly message: string }) => {
        const reason = error instanceof TRPCClientError ? String(error.data?.reason) : ''
        const key = reason as Parameters<typeof translate.has>[0]
        setProblem(translate.has(key) ? translate(key) : error.message)
      },
    },
  }
}
