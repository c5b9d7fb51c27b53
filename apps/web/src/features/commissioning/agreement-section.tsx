'use client'

import type { CommissioningDetail } from '@counterfoil/services/commissioning'
import { Button, NativeSelect } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { saveFile } from '../../components/download/save-file.ts'
import { FactList } from '../../components/fact-list/fact-list.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { Section } from '../../components/section/section.tsx'
import { isLocale, languageNames, locales } from '../../i18n/locales.ts'
import { useApi } from '../../trpc/client.tsx'
import classes from './commissioning.module.css'
import { DeviationList } from './deviation-list.tsx'
import { useCommissioningChange } from './use-commissioning-change.ts'

/** What two people signed last, its paper, and what differs from it now. */
export function AgreementSection({ detail }: { readonly detail: CommissioningDetail }) {
  const translate = useTranslations('commissioning.agreement')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const [latest] = detail.agreements
  if (latest === undefined || detail.agreed === null) return null
  const { version, signedBy, approvedBy, approvedAtMs, hash } = latest
  return (
    <>
      <Section title={translate('deviations')}>
        <DeviationList deviations={detail.agreed.deviations} />
      </Section>
      <Section title={translate('title')}>
        <FactList
          facts={[
            { label: translate('version'), value: version },
            { label: translate('signed'), value: formatDateTime(approvedAtMs, place, nowMs) },
            { label: translate('report'), value: translate('by', { first: signedBy, second: approvedBy }) },
            { label: translate('text'), value: <span className={classes.hash}>{hash}</span> },
          ]}
        />
        <TakeReport storeId={detail.store.storeId} version={version} />
      </Section>
    </>
  )
}

function TakeReport({ storeId, version }: { readonly storeId: number; readonly version: number }) {
  const translate = useTranslations('commissioning.agreement')
  const api = useApi()
  const { words } = useCommissioningChange()
  const [language, setLanguage] = useState(useLocale())
  const taken = useMutation(
    api.commissioning.report.mutationOptions({
      onSuccess: ({ fileName, content }) =>
        saveFile(
          fileName,
          Uint8Array.from(atob(content), (each) => each.charCodeAt(0)),
          'application/pdf',
        ),
    }),
  )
  return (
    <>
      <div className={classes.buttons}>
        <NativeSelect
          aria-label={translate('language')}
          value={language}
          onChange={({ currentTarget }) => isLocale(currentTarget.value) && setLanguage(currentTarget.value)}
          data={locales.map((locale) => ({ value: locale, label: languageNames[locale] }))}
        />
        <Button loading={taken.isPending} onClick={() => taken.mutate({ storeId, version, language })}>
          {translate('take')}
        </Button>
      </div>
      <ProblemLine text={taken.error === null ? null : words(taken.error)} />
      {taken.data === undefined ? null : (
        <p role="status" className={classes.quiet}>
          {translate('taken', { file: taken.data.fileName, sha256: taken.data.sha256 })}
        </p>
      )}
    </>
  )
}
