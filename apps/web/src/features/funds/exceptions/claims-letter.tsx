'use client'

import { Button, NativeSelect } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { saveFile } from '../../../components/download/save-file.ts'
import { ProblemLine } from '../../../components/refusal/problem-line.tsx'
import { Section } from '../../../components/section/section.tsx'
import { isLocale, languageNames, locales } from '../../../i18n/locales.ts'
import { useApi } from '../../../trpc/client.tsx'
import { useAcquirerName } from '../use-acquirer-name.ts'
import classes from './claims-letter.module.css'

const types = { pdf: 'application/pdf', csv: 'text/csv' } as const

/** A letter to one acquirer with all that is open about money; not there while nothing is. */
export default function ClaimsLetter() {
  const translate = useTranslations('funds.exceptions.claims')
  const api = useApi()
  const nameOf = useAcquirerName()
  const [language, setLanguage] = useState(useLocale())
  const [chosen, setChosen] = useState<string | null>(null)
  const claimable = useQuery(api.funds.claimable.queryOptions())
  const exported = useMutation(
    api.funds.exportClaims.mutationOptions({
      onSuccess: ({ fileName, content }, { format }) =>
        saveFile(
          fileName,
          Uint8Array.from(atob(content), (each) => each.charCodeAt(0)),
          types[format],
        ),
    }),
  )
  const acquirers = claimable.data ?? []
  const acquirer = acquirers.find((one) => one.acquirer === chosen)?.acquirer ?? acquirers[0]?.acquirer
  if (acquirer === undefined) return null
  return (
    <Section title={translate('title')} note={translate('what')}>
      <div className={classes.form}>
        <NativeSelect
          label={translate('acquirer')}
          value={acquirer}
          onChange={({ currentTarget }) => setChosen(currentTarget.value)}
          data={acquirers.map((one) => ({
            value: one.acquirer,
            label: translate('option', { name: nameOf(one.acquirer), count: one.exceptions }),
          }))}
        />
        <NativeSelect
          label={translate('language')}
          value={language}
          onChange={({ currentTarget }) => isLocale(currentTarget.value) && setLanguage(currentTarget.value)}
          data={locales.map((locale) => ({ value: locale, label: languageNames[locale] }))}
        />
        <div className={classes.buttons}>
          {(['pdf', 'csv'] as const).map((format) => (
            <Button
              key={format}
              loading={exported.isPending && exported.variables.format === format}
              onClick={() => exported.mutate({ acquirer, language, format })}
            >
              {translate(format)}
            </Button>
          ))}
        </div>
      </div>
      <ProblemLine text={exported.error?.message ?? null} />
      {exported.data === undefined ? null : (
        <p role="status" className={classes.told}>
          {translate('taken', { file: exported.data.fileName })}
        </p>
      )}
    </Section>
  )
}
