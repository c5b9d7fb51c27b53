'use client'

import type { PaymentDetail } from '@counterfoil/services/payments'
import { useTranslations } from 'next-intl'
import { type Fact, FactList } from '../../components/fact-list/fact-list.tsx'
import { useKnownWord } from '../../components/known-word/use-known-word.ts'
import { Section } from '../../components/section/section.tsx'
import { CardDigits } from './card-digits.tsx'

interface ReferencesSectionProps {
  readonly payment: PaymentDetail
  readonly mayReadFirstSix: boolean
}

/** What others know the payment by, and how the card was read. */
export function ReferencesSection({ payment, mayReadFirstSix }: ReferencesSectionProps) {
  const translate = useTranslations('payments.detail')
  const entryWord = useKnownWord('payments', 'entries')
  const verificationWord = useKnownWord('payments', 'verifications')
  const authorisationWord = useKnownWord('payments', 'authorisations')
  const { references, card, terminal } = payment
  const code = (label: string, value: string | null): Fact[] =>
    value === null || value === '' ? [] : [{ label, value, code: true }]
  const word = (label: string, value: string | null): Fact[] => (value === null || value === '' ? [] : [{ label, value }])
  const known = card.firstSixKnown || card.last4 !== null
  return (
    <Section title={translate('references')}>
      <FactList
        facts={[
          ...word(
            translate('terminal'),
            [terminal.model, terminal.label, payment.row.terminalKey, terminal.note].filter(Boolean).join(' · '),
          ),
          ...code(translate('terminalNumber'), references.tid),
          ...code(translate('merchantNumber'), references.merchantNumber),
          ...code(translate('receipt'), references.receipt),
          ...code(translate('trace'), references.trace),
          ...code(translate('batch'), references.terminalBatch),
          ...code(translate('authorisationCode'), references.authorisationCode),
          ...code(translate('retrievalReference'), references.retrievalReference),
          ...code(translate('result'), [references.resultCode, references.resultText].filter(Boolean).join(' ')),
          ...code(translate('basket'), references.basket),
          ...code(translate('cashier'), references.cashier),
          ...code(translate('terminalTime'), [references.terminalDate, references.terminalTime].filter(Boolean).join(' ')),
          ...word(translate('businessDate'), payment.businessDate),
          ...(known
            ? [
                {
                  label: translate('card'),
                  value: <CardDigits payment={payment} mayReadFirstSix={mayReadFirstSix} />,
                  code: true,
                },
              ]
            : []),
          ...word(translate('entry'), card.entry === null ? null : entryWord(card.entry)),
          ...word(
            translate('verification'),
            card.cardholderVerification === null ? null : verificationWord(card.cardholderVerification),
          ),
          ...word(translate('authorisedHow'), card.authorised === null ? null : authorisationWord(card.authorised)),
          ...code(translate('application'), references.applicationId),
          ...word(translate('intake'), translate(payment.intake)),
        ]}
      />
    </Section>
  )
}
