'use client'

import type { AgentEvent } from '@counterfoil/protocol'
import { useLocale, useTranslations } from 'next-intl'
import { formatMoney } from '../../components/format/money.ts'
import { useKnownWord } from '../../components/known-word/use-known-word.ts'
import { lookOf } from '../../components/status/status-table.ts'
import { StepLine } from './step-line.tsx'

interface FactStepProps {
  readonly event: AgentEvent
  readonly time: string
  readonly after: string | undefined
  readonly currency: string
}

/** What the agent wrote down, in words. */
export function FactStep({ event, time, after }: FactStepProps) {
  const translate = useTranslations('payments.steps')
  const locale = useLocale()
  const kindWord = useKnownWord('payments', 'kinds')
  const reasonWord = useKnownWord('payments', 'reasons')
  const verdictWord = useKnownWord('payments', 'verdicts')
  const fieldWord = useKnownWord('payments', 'fields')
  const line = { time, after }
  const joined = (...parts: readonly (string | null | undefined)[]) => parts.filter(Boolean).join(' · ')
  switch (event.kind) {
    case 'payment.opened': {
      const { basket, cashier, intake } = event.details
      return (
        <StepLine
          {...line}
          title={translate(intake === 'tapped' ? 'openedTapped' : 'opened', { kind: lower(kindWord(event.paymentKind), locale) })}
        >
          {joined(
            formatMoney({ amountMinor: event.amountMinor, currency: event.currency }, locale),
            basket === undefined ? null : translate('basket', { basket }),
            cashier === undefined ? null : translate('cashier', { cashier }),
          )}
        </StepLine>
      )
    }
    case 'payment.answered':
      return (
        <StepLine {...line} {...mark(event.outcome)} title={translate(`answered_${event.outcome}`)}>
          {translate('answeredDetail')}
        </StepLine>
      )
    case 'payment.finalised':
      return (
        <StepLine {...line} {...mark(event.outcome)} title={translate(`finalised_${event.outcome}`)}>
          {joined(
            event.outcome === 'approved'
              ? formatMoney({ amountMinor: event.amountMinor, currency: event.currency }, locale)
              : null,
            event.reason === undefined ? null : reasonWord(event.reason),
            event.recovered ? translate('recovered') : null,
          )}
        </StepLine>
      )
    case 'payment.unknown':
      return (
        <StepLine {...line} glyph="unk" tone="unk" title={translate(`unknown_${event.stage}`)}>
          {reasonWord(event.why)}
        </StepLine>
      )
    case 'payment.inquired':
      return (
        <StepLine {...line} title={translate('inquired', { attempt: event.attempt })}>
          {verdictWord(event.verdict)}
        </StepLine>
      )
    case 'terminal.mismatch':
      return (
        <StepLine {...line} glyph="warn" tone="warn" title={translate('mismatch', { field: fieldWord(event.field) })}>
          {translate('mismatchDetail', { expected: event.expected ?? '–', got: event.got })}
        </StepLine>
      )
    default:
      return <StepLine {...line} title={event.kind} />
  }
}

function mark(outcome: 'approved' | 'declined' | 'cancelled') {
  const { glyph, tone } = lookOf({ axis: 'outcome', state: outcome })
  return glyph === null ? {} : { glyph, tone }
}

/** A kind inside an English sentence begins small. */
function lower(word: string, locale: string): string {
  return locale === 'en' ? word.toLowerCase() : word
}
