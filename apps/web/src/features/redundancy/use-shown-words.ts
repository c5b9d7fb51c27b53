import type { Shown } from '@counterfoil/services/redundancy'
import { useLocale, useTranslations } from 'next-intl'
import { formatMoney } from '../../components/format/money.ts'
import { formatSpan } from '../../components/format/span.ts'

/** The figures of what was shown, in a sentence. */
export function useShownWords(): (shown: Pick<Shown, 'axis' | 'figures'>) => string {
  const translate = useTranslations('redundancy.shown.figures')
  const locale = useLocale()
  const span = (ms: string | number | undefined) => (typeof ms === 'number' ? formatSpan(ms, locale) : '')
  return ({ axis, figures }) => {
    const { amountMinor, currency, address, lane, acquirer } = figures
    const amount =
      typeof amountMinor === 'number' && typeof currency === 'string' ? formatMoney({ amountMinor, currency }, locale) : ''
    switch (axis) {
      case 'hub':
        return figures.stayedMs === undefined
          ? translate('address', { address: String(address) })
          : translate('hub', { address: String(address), span: span(figures.stayedMs) })
      case 'path':
        return translate('path', {
          events: Number(figures.events),
          first: String(figures.firstSeq),
          last: String(figures.lastSeq),
        })
      case 'terminal':
        return translate('terminal', { lane: String(lane), amount })
      case 'acquirer':
        return translate('acquirer', { acquirer: String(acquirer), amount })
    }
  }
}
