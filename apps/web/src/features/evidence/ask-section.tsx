'use client'

import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { monthSoFar, PeriodFields } from '../../components/period-fields/period-fields.tsx'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './evidence.module.css'
import { LanguageField } from './language-field.tsx'
import { useEvidenceChange } from './use-evidence-change.ts'

/** One package now; at first of the month so far. */
export function AskSection({ today, timeZone }: { readonly today: string; readonly timeZone: string }) {
  const translate = useTranslations('evidence')
  const api = useApi()
  const [period, setPeriod] = useState(monthSoFar(today))
  const [language, setLanguage] = useState(useLocale())
  const { problem, change } = useEvidenceChange()
  const ask = useMutation(api.evidence.ask.mutationOptions(change))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    ask.mutate({ ...period, language })
  }
  return (
    <Section title={translate('ask.title')} note={timeZone}>
      <form onSubmit={submit} className={classes.form}>
        <PeriodFields period={period} latest={today} onChange={setPeriod} />
        <LanguageField value={language} onChange={setLanguage} />
        <div className={classes.actions}>
          <Button type="submit" variant="filled" loading={ask.isPending}>
            {translate('ask.do')}
          </Button>
        </div>
      </form>
      <ProblemLine text={problem} />
    </Section>
  )
}
