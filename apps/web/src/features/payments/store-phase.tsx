'use client'

import type { PaymentDetail } from '@counterfoil/services/payments'
import { useLocale, useTranslations } from 'next-intl'
import { formatDay } from '../../components/format/date-time.ts'
import { formatSpan } from '../../components/format/span.ts'
import { useKnownWord } from '../../components/known-word/use-known-word.ts'
import { FactStep } from './fact-step.tsx'
import { StepLine } from './step-line.tsx'
import { formatGap, formatMoment } from './step-time.ts'
import classes from './timeline.module.css'
import { type StoreStep, storeSteps } from './timeline.ts'

/** Messages between agent and terminal, and what the agent wrote down of them. */
export function StorePhase({ payment }: { readonly payment: PaymentDetail }) {
  const translate = useTranslations('payments.detail')
  const locale = useLocale()
  const place = { locale, timeZone: payment.store.timeZone }
  const openedAtMs = payment.row.openedAtMs
  const steps = storeSteps(payment.events, openedAtMs)
  const lastMs = steps.at(-1)?.atMs ?? openedAtMs
  return (
    <>
      <h3 className={classes.phase} id="phase-store">
        {translate('inStore')}
        <span className={classes.span}>
          {formatDay(openedAtMs, place, lastMs)} · {formatSpan(lastMs - openedAtMs, locale)}
        </span>
      </h3>
      <ol className={classes.list} aria-labelledby="phase-store">
        {steps.map((step, k) => {
          const before = steps[k - 1]
          const after = before === undefined ? undefined : formatGap(step.atMs - before.atMs, locale)
          return <StoreLine key={step.key} step={step} time={formatMoment(step.atMs, place)} after={after} payment={payment} />
        })}
      </ol>
    </>
  )
}

interface StoreLineProps {
  readonly step: StoreStep
  readonly time: string
  readonly after: string | undefined
  readonly payment: PaymentDetail
}

function StoreLine({ step, time, after, payment }: StoreLineProps) {
  const messageWord = useKnownWord('payments', 'messages')
  const translate = useTranslations('payments.detail')
  switch (step.type) {
    case 'message':
      return (
        <StepLine time={time} title={messageWord(step.message.name)} after={after}>
          <code className={`${classes.hex} ${classes.cut}`}>{step.message.hex}</code>
          {[translate(step.message.direction === 'to_terminal' ? 'toTerminal' : 'fromTerminal'), step.message.note]
            .filter(Boolean)
            .join(' · ')}
        </StepLine>
      )
    case 'fact':
      return <FactStep event={step.event} time={time} after={after} currency={payment.row.currency} />
    case 'not_understood':
      return (
        <StepLine time={time} title={step.record.kind} after={after} glyph="unk" tone="ink-3">
          {translate('notUnderstood')}
        </StepLine>
      )
  }
}
