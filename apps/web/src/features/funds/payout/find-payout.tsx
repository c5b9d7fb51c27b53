'use client'

import type { BankLineDetail } from '@counterfoil/services/funds'
import { useLocale, useTranslations } from 'next-intl'
import { formatMoney } from '../../../components/format/money.ts'
import { Section } from '../../../components/section/section.tsx'
import { ChooseLink } from '../links/choose-link.tsx'
import { useAcquirerName } from '../use-acquirer-name.ts'
import { useDayWords } from '../use-day-words.ts'

/** Payouts that are still open at this account, the likeliest first: for a line that no rule could give to one. */
export function FindPayout({ line }: { readonly line: BankLineDetail }) {
  const translate = useTranslations('funds.links')
  const nameOf = useAcquirerName()
  const dayWords = useDayWords()
  const locale = useLocale()
  const { currency, candidates } = line
  if (candidates.length === 0) return null
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency }, locale)
  return (
    <Section title={translate('find')} note={translate('findNote')}>
      <ChooseLink
        join="payout_bank"
        from={candidates.map(({ id, acquirer, batch, dueOn, amountMinor }) => ({
          id,
          words: `${nameOf(acquirer)} ${translate('payoutWords', { batch, day: dayWords(dueOn), amount: money(amountMinor) })}`,
        }))}
        to={[
          {
            id: `${line.fileId}:${line.position}`,
            words: translate('bankWords', {
              day: dayWords(line.bookedOn),
              amount: money(line.amountMinor),
              text: line.text.slice(0, 60),
            }),
          },
        ]}
      />
    </Section>
  )
}
