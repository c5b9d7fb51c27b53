'use client'

import type { PaymentDetail } from '@counterfoil/services/payments'
import { useLocale, useTranslations } from 'next-intl'
import { useKnownWord } from '../../components/known-word/use-known-word.ts'
import { StepLine } from './step-line.tsx'
import { formatMoment } from './step-time.ts'
import classes from './timeline.module.css'
import { storeSteps } from './timeline.ts'

/** The messages on the wire in full, but for card digits: those between were masked before anything was written, the first six here. */
export function BytesView({ payment }: { readonly payment: PaymentDetail }) {
  const translate = useTranslations('payments.detail')
  const messageWord = useKnownWord('payments', 'messages')
  const place = { locale: useLocale(), timeZone: payment.store.timeZone }
  const messages = storeSteps(payment.events, payment.row.openedAtMs).flatMap((step) => (step.type === 'message' ? [step] : []))
  if (messages.length === 0) return <p className={classes.quiet}>{translate('noTranscript')}</p>
  return (
    <ol className={classes.list} aria-label={translate('bytes')}>
      {messages.map(({ key, atMs, message }) => (
        <StepLine
          key={key}
          time={formatMoment(atMs, place)}
          title={messageWord(message.name)}
          after={translate(message.direction === 'to_terminal' ? 'toTerminal' : 'fromTerminal')}
        >
          <code className={classes.hex}>{message.hex}</code>
          {message.note}
        </StepLine>
      ))}
    </ol>
  )
}
