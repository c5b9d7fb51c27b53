'use client'

import type { PaymentDetail } from '@counterfoil/services/payments'
import { useTranslations } from 'next-intl'
import { type Fact, FactList } from '../../components/fact-list/fact-list.tsx'
import { Amount } from '../../components/money/amount.tsx'
import { Section } from '../../components/section/section.tsx'

/** The amounts on each axis, as far as they were told. */
export function MoneySection({ payment: { money }, asOf }: { readonly payment: PaymentDetail; readonly asOf: string }) {
  const translate = useTranslations('payments.detail')
  const line = (label: string, amountMinor: number | null, currency = money.currency): Fact[] =>
    amountMinor === null ? [] : [{ label, value: <Amount amountMinor={amountMinor} currency={currency} /> }]
  return (
    <Section title={translate('money')} aside={translate('asOf', { time: asOf })}>
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
