'use client'

import type { PaymentDetail } from '@counterfoil/services/payments'
import { useLocale, useTranslations } from 'next-intl'
import { formatCount } from '../../components/format/number.ts'
import { formatMoment } from './step-time.ts'
import classes from './timeline.module.css'

/** Every event of the payment as it was recorded; of card numbers in its body the last four digits. */
export function EventsView({ payment }: { readonly payment: PaymentDetail }) {
  const translate = useTranslations('payments.detail')
  const locale = useLocale()
  const place = { locale, timeZone: payment.store.timeZone }
  return (
    <ol>
      {payment.events.map((record) => (
        <li key={`${record.agentId} ${record.epoch} ${record.seq}`} className={classes.event}>
          <div className={classes.eventHead}>
            <strong className={classes.title}>{record.kind}</strong>
            <span className={classes.quiet}>
              {record.epoch}/{formatCount(record.seq, locale)}
            </span>
            <time className={classes.eventTime}>{formatMoment(record.atMs, place)}</time>
          </div>
          {record.event === null ? <p className={classes.detail}>{translate('notUnderstood')}</p> : null}
          {record.cut ? <p className={classes.detail}>{translate('bodyCut')}</p> : null}
          <code className={classes.hash}>sha256 {record.hash}</code>
          <pre className={classes.raw}>{layOut(record.text)}</pre>
        </li>
      ))}
    </ol>
  )
}

/** Laid out for reading where it is JSON; what is hashed and signed has no line breaks. */
function layOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
