'use client'

import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
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
  const [firstDay, setFirstDay] = useState(`${today.slice(0, 7)}-01`)
  const [lastDay, setLastDay] = useState(today)
  const [language, setLanguage] = useState(useLocale())
  const { problem, change } = useEvidenceChange()
  const ask = useMutation(api.evidence.ask.mutationOptions(change))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    ask.mutate({ firstDay, lastDay, language })
  }
  return (
    <Section title={translate('ask.title')} note={timeZone}>
      <form onSubmit={submit} className={classes.form}>
        <TextInput
          type="date"
          label={translate('ask.firstDay')}
          required
          withAsterisk={false}
          max={lastDay}
          value={firstDay}
          onChange={(event) => setFirstDay(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={translate('ask.lastDay')}
          required
          withAsterisk={false}
          min={firstDay}
          max={today}
          value={lastDay}
          onChange={(event) => setLastDay(event.currentTarget.value)}
        />
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
