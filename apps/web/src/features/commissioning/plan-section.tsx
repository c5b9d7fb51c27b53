'use client'

import type { CommissioningDetail } from '@counterfoil/services/commissioning'
import { Button } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Section } from '../../components/section/section.tsx'
import classes from './commissioning.module.css'
import { DesignFacts } from './design-facts.tsx'
import { DesignForm } from './design-form.tsx'
import { RequirementsFacts } from './requirements-facts.tsx'
import { RequirementsForm } from './requirements-form.tsx'
import { steps } from './step-of.ts'

interface PlanSectionProps {
  readonly part: 'requirements' | 'design'
  readonly current: NonNullable<CommissioningDetail['current']>
  readonly protocols: readonly string[]
  readonly mayChange: boolean
}

/** The first or second step: what was said, or the form to say it. */
export function PlanSection({ part, current, protocols, mayChange }: PlanSectionProps) {
  const translate = useTranslations('commissioning')
  const [changing, setChanging] = useState(false)
  const { requirements, design } = current
  const isSaid = (part === 'requirements' ? requirements : design) !== null
  // The design comes after the requirements.
  const isOpen = changing || (!isSaid && (part === 'requirements' || requirements !== null))
  const done = () => setChanging(false)
  return (
    <Section
      title={`${steps.indexOf(part) + 1}. ${translate(`steps.${part}`)}`}
      aside={
        isSaid && !changing && mayChange && current.state !== 'signed' ? (
          <Button
            size="compact-sm"
            aria-label={`${translate('change')}: ${translate(`steps.${part}`)}`}
            onClick={() => setChanging(true)}
          >
            {translate('change')}
          </Button>
        ) : null
      }
    >
      {isOpen && mayChange ? (
        part === 'requirements' ? (
          <RequirementsForm commissioning={current} onDone={done} />
        ) : (
          <DesignForm commissioning={current} protocols={protocols} onDone={done} />
        )
      ) : part === 'requirements' && requirements !== null ? (
        <RequirementsFacts requirements={requirements} />
      ) : part === 'design' && design !== null ? (
        <DesignFacts design={design} />
      ) : (
        <p className={classes.quiet}>{translate('none')}</p>
      )}
    </Section>
  )
}
