'use client'

import { useTranslations } from 'next-intl'

const known = ['adyen', 'stripe', 'paypal', 'wechat', 'alipay', 'unionpay'] as const

/** What an acquirer calls itself in the reader's language; others as the contract names them. */
export function useAcquirerName(): (acquirer: string | null) => string {
  const translate = useTranslations('funds')
  return (acquirer) => {
    if (acquirer === null) return translate('noAcquirer')
    const found = known.find((each) => each === acquirer)
    return found === undefined ? acquirer : translate(`acquirers.${found}`)
  }
}
