'use client'

import type { PaymentFunds } from '@counterfoil/services/funds'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../../components/age/page-clock.tsx'
import { type Fact, FactList } from '../../../components/fact-list/fact-list.tsx'
import { formatDay } from '../../../components/format/date-time.ts'
import { formatExact } from '../../../components/format/exact.ts'
import { Section } from '../../../components/section/section.tsx'

/** When the contract says it comes, when such money usually comes, and when it came. */
export function WhenSection({ funds }: { readonly funds: PaymentFunds }) {
  const translate = useTranslations('payments.money')
  const locale = useLocale()
  const nowMs = useNowMs()
  const dayWords = (day: string) => formatDay(Date.parse(`${day}T12:00:00Z`), { locale, timeZone: 'UTC' }, nowMs)
  if (funds.dueOn === null || funds.lateAfter === null) return null
  const usual: Fact[] =
    funds.usual === null || funds.salesDay === null
      ? []
      : [
          {
            label: translate('usually'),
            value: translate('usualDays', {
              day: dayWords(plusDays(funds.salesDay, funds.usual.medianDays)),
              by: dayWords(plusDays(funds.salesDay, funds.usual.p95Days)),
            }),
          },
        ]
  const held: Fact[] =
    funds.reserve === null
      ? []
      : [
          {
            label: translate('heldBack'),
            value: translate('heldUntil', {
              amount: `${funds.currency} ${formatExact(funds.reserve.amount, locale)}`,
              day: dayWords(funds.reserve.releaseOn),
            }),
          },
        ]
  return (
    <Section title={translate('when')}>
      <FactList
        facts={[
          {
            label: translate('contractSays'),
            value: translate('contractDays', { day: dayWords(funds.dueOn), late: dayWords(funds.lateAfter) }),
          },
          ...usual,
          ...held,
          { label: translate('came'), value: funds.arrivedOn === null ? translate('notYet') : dayWords(funds.arrivedOn) },
        ]}
      />
    </Section>
  )
}

const plusDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
