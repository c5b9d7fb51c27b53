'use client'

import { TRPCClientError } from '@trpc/client'
import { useTranslations } from 'next-intl'

/** Why something was refused, in the reader's language where there is a word for it. */
export function useRefusalWords(): (error: unknown) => string {
  const translate = useTranslations('logLoss.refusals')
  return (error) => {
    const reason: unknown = error instanceof TRPCClientError ? error.data?.reason : undefined
    const key = String(reason) as Parameters<typeof translate.has>[0]
    if (reason !== undefined && translate.has(key)) return translate(key)
    return error instanceof Error ? error.message : String(error)
  }
}
