'use client'

import type { PaymentDetail } from '@counterfoil/services/payments'
import { useLocale, useTranslations } from 'next-intl'
import { DecisionBox } from '../../components/decision-box/decision-box.tsx'
import { formatClock } from '../../components/format/date-time.ts'
import { formatMoney } from '../../components/format/money.ts'
import { useKnownWord } from '../../components/known-word/use-known-word.ts'
import { inquiries } from './timeline.ts'
import classes from './unknown-box.module.css'

/** What may have happened, what has been asked, and what must not be done meanwhile. */
export function UnknownBox({ payment }: { readonly payment: PaymentDetail }) {
  const translate = useTranslations('payments.unknown')
  const locale = useLocale()
  const reasonWord = useKnownWord('payments', 'reasons')
  const verdictWord = useKnownWord('payments', 'verdicts')
  const { row, store, reason } = payment
  const asked = inquiries(payment.events)
  return (
    <DecisionBox tone="unk" title={translate('title')}>
      <p>
        {translate('what', {
          amount: formatMoney({ amountMinor: row.amountMinor, currency: row.currency }, locale),
          store: `${store.code} ${store.name}`,
          lane: row.lane,
          why: reason === null ? translate('whyNotTold') : reasonWord(reason),
        })}
      </p>
      {asked.length === 0 ? (
        <p className={classes.quiet}>{translate('noInquiry')}</p>
      ) : (
        <ol className={classes.asked}>
          {asked.map((inquiry) => (
            <li key={inquiry.atMs}>
              {translate('asked', {
                time: formatClock(inquiry.atMs, { locale, timeZone: store.timeZone }),
                verdict: verdictWord(inquiry.verdict),
              })}
            </li>
          ))}
        </ol>
      )}
      <p>{translate(row.stage === 'needs_person' ? 'needsPerson' : 'asking')}</p>
      <p className={classes.never}>{translate('never')}</p>
    </DecisionBox>
  )
}
