'use client'

import type { ReviewSubject } from '@counterfoil/services/access-reviews'
import { TRPCClientError } from '@trpc/client'
import { useLocale, useTranslations } from 'next-intl'
import { useAccessWords } from '../../components/access/use-access-words.ts'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { formatDateTime, formatDay } from '../../components/format/date-time.ts'

/** Days, facts and refusals of these pages in the reader's words. */
export function useReviewWords() {
  const translate = useTranslations('accessReviews')
  const access = useAccessWords()
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const day = (ms: number) => formatDay(ms, place, nowMs)
  return {
    day: (at: Date) => day(at.getTime()),
    time: (at: Date) => formatDateTime(at.getTime(), place, nowMs),
    /** What somebody or something may do, and where. */
    access: ({ facts: { role, reach } }: Pick<ReviewSubject, 'facts'>): string =>
      [role && access.role(role), reach && access.reach(reach)].filter(Boolean).join(' · '),
    factors({ facts: { authenticator, passkeys = 0 } }: Pick<ReviewSubject, 'facts'>): string {
      const had = [
        ...(authenticator ? [translate('facts.authenticator')] : []),
        ...(passkeys > 0 ? [translate('facts.passkeys', { count: passkeys })] : []),
      ]
      return had.length === 0 ? translate('facts.noFactor') : had.join(', ')
    },
    /** When it was last used. */
    used({ kind, facts }: Pick<ReviewSubject, 'kind' | 'facts'>): string {
      const atMs = facts.lastSeenAtMs ?? facts.lastUsedAtMs ?? facts.usedAtMs ?? null
      if (kind === 'invitation') return translate('facts.until', { day: day(facts.expiresAtMs ?? 0) })
      return atMs === null ? translate('facts.never') : day(atMs)
    },
    refusal(error: { readonly message: string }): string {
      const key = `errors.${error instanceof TRPCClientError ? error.data?.reason : ''}` as never
      return translate.has(key) ? translate(key) : error.message
    },
  }
}
