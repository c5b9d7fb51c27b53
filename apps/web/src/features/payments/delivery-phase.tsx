'use client'

import type { PaymentDetail } from '@counterfoil/services/payments'
import { useLocale, useTranslations } from 'next-intl'
import { formatCount } from '../../components/format/number.ts'
import { formatSpan } from '../../components/format/span.ts'
import { StepLine } from './step-line.tsx'
import { formatGap, formatMoment } from './step-time.ts'
import classes from './timeline.module.css'
import { deliveries } from './timeline.ts'

/** From the agent's disk to the hub's commit, batch by batch. */
export function DeliveryPhase({ payment }: { readonly payment: PaymentDetail }) {
  const translate = useTranslations('payments.detail')
  const steps = useTranslations('payments.steps')
  const locale = useLocale()
  const place = { locale, timeZone: payment.store.timeZone }
  const { batches, loose } = deliveries(payment.events)
  const number = (seq: number) => formatCount(seq, locale)
  const firstMs = payment.events[0]?.atMs
  const lastMs = batches.at(-1)?.committedAtMs
  return (
    <>
      <h3 className={classes.phase} id="phase-delivery">
        {translate('delivery')}
        {firstMs === undefined || lastMs === undefined ? null : (
          <span className={classes.span}>{formatSpan(lastMs - (batches.at(-1)?.events.at(-1)?.atMs ?? firstMs), locale)}</span>
        )}
      </h3>
      <ol className={classes.list} aria-labelledby="phase-delivery">
        {batches.flatMap((batch) => [
          ...batch.events.map((event) => (
            <StepLine key={`${batch.key} ${event.seq}`} time={formatMoment(event.atMs, place)} title={steps('inOutbox')}>
              {event.seq === 1
                ? steps('inOutboxFirst', { seq: number(event.seq), epoch: event.epoch })
                : steps('inOutboxDetail', { seq: number(event.seq), epoch: event.epoch, previous: number(event.seq - 1) })}
            </StepLine>
          )),
          <StepLine key={`${batch.key} signed`} time="" title={steps('signed')}>
            {steps('signedDetail', { first: number(batch.firstSeq), last: number(batch.lastSeq) })}{' '}
            <code>ed25519:{shorten(payment.agent.publicKey)}</code>, {steps('signature')} <code>{shorten(batch.signature)}</code>
          </StepLine>,
          <StepLine
            key={`${batch.key} committed`}
            time={formatMoment(batch.committedAtMs, place)}
            glyph="ok"
            tone="ok"
            title={steps('committed')}
            after={formatGap(batch.committedAtMs - (batch.events.at(-1)?.atMs ?? batch.committedAtMs), locale)}
          >
            {steps('committedDetail', { count: batch.events.length })}
          </StepLine>,
        ])}
        {loose.map((event) => (
          <StepLine
            key={`loose ${event.epoch} ${event.seq}`}
            time={formatMoment(event.atMs, place)}
            glyph="warn"
            tone="warn"
            title={steps('inOutbox')}
          >
            {steps('noBatch')}
          </StepLine>
        ))}
      </ol>
    </>
  )
}

function shorten(text: string): string {
  return text.length <= 12 ? text : `${text.slice(0, 4)}…${text.slice(-4)}`
}
