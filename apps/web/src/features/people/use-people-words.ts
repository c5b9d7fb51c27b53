'use client'

import type { PersonListed } from '@counterfoil/services/people'
import type { TRPCClientErrorLike } from '@trpc/client'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { formatAge } from '../../components/format/age.ts'
import { formatDateTime, formatDay } from '../../components/format/date-time.ts'
import type { AppRouter } from '../../server/root.ts'
import { useRefusalWords } from '../factors/index.ts'

/** Times, factors and refusals of these pages in the reader's words. */
export function usePeopleWords() {
  const translate = useTranslations('people')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const refusalWords = useRefusalWords()
  return {
    day: (at: Date) => formatDay(at.getTime(), place, nowMs),
    time: (at: Date) => formatDateTime(at.getTime(), place, nowMs),
    ago: (at: Date) => formatAge(at.getTime(), nowMs, place),
    /** What somebody can show beside their password. */
    factors({ authenticator, passkeys, sso }: Pick<PersonListed, 'authenticator' | 'passkeys' | 'sso'>): string {
      const had = [
        ...(authenticator ? [translate('factors.authenticator')] : []),
        ...(passkeys > 0 ? [translate('factors.passkeys', { count: passkeys })] : []),
        ...(sso ? [translate('factors.sso')] : []),
      ]
      return had.length === 0 ? translate('factors.none') : had.join(', ')
    },
    refusal(error: TRPCClientErrorLike<AppRouter>): string {
      const { reason } = (error.data ?? {}) as { readonly reason?: string }
      const key = `errors.${reason ?? ''}` as never
      return translate.has(key) ? translate(key) : refusalWords(error)
    },
  }
}
