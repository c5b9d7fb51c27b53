'use client'

import type { Cadence, EvidenceSchedule } from '@counterfoil/services/evidence'
import { Button, NativeSelect } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { Section } from '../../components/section/section.tsx'
import { languageNames } from '../../i18n/locales.ts'
import { useApi } from '../../trpc/client.tsx'
import classes from './evidence.module.css'
import { LanguageField } from './language-field.tsx'
import { useEvidenceChange } from './use-evidence-change.ts'

interface SchedulesSectionProps {
  readonly schedules: readonly EvidenceSchedule[]
  readonly mayChange: boolean
}

/** What makes a package by itself when a month or quarter is over. */
export function SchedulesSection({ schedules, mayChange }: SchedulesSectionProps) {
  const translate = useTranslations('evidence.schedule')
  const api = useApi()
  const [cadence, setCadence] = useState<Cadence>('monthly')
  const [language, setLanguage] = useState(useLocale())
  const { problem, change } = useEvidenceChange()
  const add = useMutation(api.evidence.schedule.mutationOptions(change))
  const remove = useMutation(api.evidence.unschedule.mutationOptions(change))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate({ cadence, language })
  }
  return (
    <Section title={translate('title')}>
      <p className={classes.quiet}>{translate('how')}</p>
      {schedules.length === 0 ? <p className={classes.quiet}>{translate('none')}</p> : null}
      <ul className={classes.list}>
        {schedules.map((one) => (
          <li key={one.id} className={classes.line}>
            <span>
              {translate(one.cadence)} · <span lang={one.language}>{languageNames[one.language]}</span>
              <span className={classes.by}> {translate('by', { name: one.createdBy })}</span>
            </span>
            {mayChange ? (
              <Button
                size="compact-sm"
                loading={remove.isPending && remove.variables.id === one.id}
                aria-label={translate('removeOne', { cadence: translate(one.cadence), language: languageNames[one.language] })}
                onClick={() => remove.mutate({ id: one.id })}
              >
                {translate('remove')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {mayChange ? (
        <form onSubmit={submit} className={classes.form}>
          <NativeSelect
            label={translate('cadence')}
            value={cadence}
            onChange={({ currentTarget }) => setCadence(currentTarget.value === 'quarterly' ? 'quarterly' : 'monthly')}
            data={[
              { value: 'monthly', label: translate('monthly') },
              { value: 'quarterly', label: translate('quarterly') },
            ]}
          />
          <LanguageField value={language} onChange={setLanguage} />
          <div className={classes.actions}>
            <Button type="submit" loading={add.isPending}>
              {translate('add')}
            </Button>
          </div>
        </form>
      ) : null}
      <ProblemLine text={problem} />
    </Section>
  )
}
