'use client'

import { TRPCClientError } from '@trpc/client'
import { useTranslations } from 'next-intl'

interface Refused {
  readonly message: string
}

/** A refusal's reason in this page's own words (`<namespace>.errors`); for one they do not know, what the server says. */
export function useRefusalWords(
  namespace:
    | 'tokens'
    | 'screens'
    | 'commands'
    | 'commandGroups'
    | 'devices'
    | 'deviceSettings'
    | 'deviceDocuments'
    | 'approvers'
    | 'alerts'
    | 'inspections'
    | 'commissioning'
    | 'redundancy'
    | 'updates',
): (error: Refused) => string {
  const translate = useTranslations(`${namespace}.errors`)
  return (error) => {
    const reason = error instanceof TRPCClientError ? String(error.data?.reason) : ''
    const key = reason as Parameters<typeof translate.has>[0]
    return translate.has(key) ? translate(key) : error.message
  }
}

/** The input at fault, to be shown where it stands; null for a refusal of the whole. */
export function faultyField(error: Refused | null): string | null {
  const fields: unknown = error instanceof TRPCClientError ? error.data?.fields : undefined
  const [first] = Array.isArray(fields) ? fields : []
  return typeof first === 'string' ? (first.split('.')[0] ?? null) : null
}
