'use client'

import type { PaymentDetail } from '@counterfoil/services/payments'
import { useTranslations } from 'next-intl'
import { Age } from '../../components/age/age.tsx'
import { type Fact, FactList } from '../../components/fact-list/fact-list.tsx'
import { Amount } from '../../components/money/amount.tsx'
import { Section } from '../../components/section/section.tsx'

/** The page asks once a minute. */
const refreshed = { freshMs: 60_000, staleMs: 180_000 }

/** The amounts on each axis, as far as they were told. */
export function MoneySection({ payment: { money }, asOfMs }: { readonly payment: PaymentDetail; readonly asOfMs: number }) {
  const translate = useTranslations('payments.detail')
  const line = (label: string, amountMinor: number | null, currency = money.currency): Fact[] =>
    amountMinor === null ? [] : [{ label, value: <Amount amountMinor={amountMinor} currency={currency} /> }]
  return (
    <Section title={translate('money')} aside={<Age sinceMs={asOfMs} limits={refreshed} />}>
      <FactList
        facts={[
          ...line(translate('requested'), money.requestedMinor),
          ...line(translate('authorised'), money.authorisedMinor),
          ...line(translate('tip'), money.tipMinor),
          ...line(translate('cashback'), money.cashbackMinor),
          ...line(translate('surcharge'), money.surchargeMinor),
          ...(money.dccCurrency === null ? [] : line(translate('dcc'), money.dccMinor, money.dccCurrency)),
        ]}
      />
    </Section>
  )
}
