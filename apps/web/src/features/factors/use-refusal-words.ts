'use client'

import type { TRPCClientErrorLike } from '@trpc/client'
import type { AppRouter } from '../../server/root.ts'
import { useErrorWords } from './use-error-words.ts'

/** What a procedure that deals with factors was refused for, in the reader's language. */
export function useRefusalWords(): (error: TRPCClientErrorLike<AppRouter>) => string {
  const words = useErrorWords()
  return ({ data, message }) => {
    // The line broke: there was no answer at all.
    if (!data) return words({ ok: false, code: 'UNREACHABLE', minutes: undefined })
    const { reason } = data as { readonly reason?: string }
    if (reason === undefined) return message
    // How long it is locked is told at sign-in only.
    const code = reason === 'account_locked' ? 'ACCOUNT_TEMPORARILY_LOCKED' : reason.toUpperCase()
    return words({ ok: false, code, minutes: undefined })
  }
}
