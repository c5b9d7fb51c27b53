import { useTranslations } from 'next-intl'

export interface MethodFacts {
  readonly scheme: string | null
  readonly funding: string | null
  readonly wallet: string | null
}

/** "Visa credit", "girocard debit", "Alipay"; `short` leaves credit and debit out. A scheme without a word of ours is shown as told. */
export function useMethodName({ short = false }: { short?: boolean } = {}): (method: MethodFacts) => string | null {
  const translate = useTranslations('payments')
  const word = (group: 'schemes' | 'wallets' | 'fundings', key: string) => {
    const path = `${group}.${key}` as Parameters<typeof translate.has>[0]
    return translate.has(path) ? translate(path as Parameters<typeof translate>[0]) : key
  }
  return ({ scheme, funding, wallet }) => {
    if (wallet !== null) return word('wallets', wallet)
    if (scheme === null || scheme === 'none') return null
    return short || funding === null || funding === 'not_told'
      ? word('schemes', scheme)
      : `${word('schemes', scheme)} ${word('fundings', funding)}`
  }
}
