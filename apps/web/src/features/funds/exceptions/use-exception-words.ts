'use client'

import type { ListedException } from '@counterfoil/services/funds'
import { useTranslations } from 'next-intl'
import { useAcquirerName } from '../use-acquirer-name.ts'
import { useDayWords } from '../use-day-words.ts'

/** Which file is missing is told by its day alone. */
const ofOneDay: readonly ListedException['code'][] = ['FILE_MISSING', 'DUPLICATE_FILE']

/** What an exception is called, and what it is about, in one line. */
export function useExceptionWords() {
  const translate = useTranslations('funds.exceptions')
  const nameOf = useAcquirerName()
  const dayWords = useDayWords()
  return {
    code: (exception: Pick<ListedException, 'code'>) => translate(`codes.${exception.code}`),
    about: ({ code, acquirer, account, storeCode, storeName, day }: ListedException) =>
      [
        acquirer === null ? null : nameOf(acquirer),
        account,
        storeCode === null ? null : `${storeCode} ${storeName}`,
        ofOneDay.includes(code) ? dayWords(day) : null,
      ]
        .filter((part) => part !== null)
        .join(' · '),
  }
}
