'use client'

import type { ListedException } from '@counterfoil/services/funds'
import { useTranslations } from 'next-intl'
import { useAcquirerName } from '../use-acquirer-name.ts'

/** What an exception is called, and what it is about, in one line. */
export function useExceptionWords() {
  const translate = useTranslations('funds.exceptions')
  const nameOf = useAcquirerName()
  return {
    code: (exception: Pick<ListedException, 'code'>) => translate(`codes.${exception.code}`),
    about: ({ acquirer, account, storeCode, storeName }: ListedException) =>
      [acquirer === null ? null : nameOf(acquirer), account, storeCode === null ? null : `${storeCode} ${storeName}`]
        .filter((part) => part !== null)
        .join(' · '),
  }
}
