'use client'

import type { CommissioningDetail } from '@counterfoil/services/commissioning'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { Section } from '../../components/section/section.tsx'
import { Glyph } from '../../components/status/glyph.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './commissioning.module.css'
import { ReasonForm } from './reason-form.tsx'
import { stepOf, steps } from './step-of.ts'
import { useCommissioningChange } from './use-commissioning-change.ts'

interface StepsSectionProps {
  readonly current: NonNullable<CommissioningDetail['current']>
  readonly mayChange: boolean
}

/** How far it has come, and giving it up. */
export function StepsSection({ current, mayChange }: StepsSectionProps) {
  const translate = useTranslations('commissioning')
  const api = useApi()
  const { words, change } = useCommissioningChange()
  const withdrawn = useMutation(api.commissioning.withdraw.mutationOptions(change))
  const now = steps.indexOf(stepOf(current))
  const { id, rev } = current
  return (
    <Section title={translate('steps.title')}>
      <ol className={classes.steps}>
        {steps.map((step, nth) => (
          <li
            key={step}
            className={classes.step}
            data-now={nth === now || undefined}
            aria-current={nth === now ? 'step' : undefined}
          >
            <Glyph
              name={nth < now ? 'ok' : nth === now ? 'busy' : 'idle'}
              tone={nth < now ? 'ok' : nth === now ? 'ink' : 'ink-3'}
            />
            <span className={classes.number}>{nth + 1}</span>
            {translate(`steps.${step}`)}
          </li>
        ))}
      </ol>
      <ProblemLine text={withdrawn.error === null ? null : words(withdrawn.error)} />
      {mayChange ? (
        <div className={classes.buttons}>
          <ReasonForm
            words={{ open: translate('withdraw.open'), why: translate('withdraw.why'), now: translate('withdraw.now') }}
            busy={withdrawn.isPending}
            onSend={(reason) => withdrawn.mutate({ id, rev, reason })}
          />
        </div>
      ) : null}
    </Section>
  )
}
