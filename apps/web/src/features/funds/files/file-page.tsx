'use client'

import type { FileDetail } from '@counterfoil/services/funds/files'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useNowMs } from '../../../components/age/page-clock.tsx'
import { useTimeZone } from '../../../components/age/time-zone.tsx'
import { Columns } from '../../../components/columns/columns.tsx'
import { ErrorState } from '../../../components/error-state/error-state.tsx'
import { type Fact, FactList } from '../../../components/fact-list/fact-list.tsx'
import { formatBytes } from '../../../components/format/bytes.ts'
import { formatDateTime } from '../../../components/format/date-time.ts'
import { Page } from '../../../components/frame/page.tsx'
import { Section } from '../../../components/section/section.tsx'
import { Status } from '../../../components/status/status.tsx'
import { useApi } from '../../../trpc/client.tsx'
import { useDayWords } from '../use-day-words.ts'
import { FileChanges } from './file-changes.tsx'
import { FileDecision } from './file-decision.tsx'
import { FileLines } from './file-lines.tsx'
import { daysOf } from './file-table.tsx'
import { FileWarnings } from './file-warnings.tsx'
import classes from './files.module.css'
import { ReadingChoice } from './reading-choice.tsx'
import { TakeOriginal } from './take-original.tsx'
import { useFormatWords } from './use-format-words.ts'

const ASK_AGAIN_MS = 1_500
const MOVING: readonly FileDetail['state'][] = ['stored', 'previewed', 'quarantined']

interface FilePageProps {
  readonly id: number
  readonly mayImport: boolean
  readonly mayConfigure: boolean
}

/** One file: what would change before anything does, the decision, and what it says. */
export function FilePage({ id, mayImport, mayConfigure }: FilePageProps) {
  const translate = useTranslations('fundsFiles')
  const api = useApi()
  const file = useQuery(
    api.fundsFiles.get.queryOptions(
      { id },
      { refetchInterval: ({ state: { data } }) => (data === undefined || MOVING.includes(data.state) ? ASK_AGAIN_MS : false) },
    ),
  )
  return (
    <Page title={file.data?.name ?? translate('number', { id })} answers={translate('fileAnswers')}>
      {file.data !== undefined ? (
        <Columns
          main={
            <>
              <FileDecision file={file.data} mayImport={mayImport} />
              {mayImport ? <ReadingChoice key={file.data.mapping?.id} file={file.data} mayConfigure={mayConfigure} /> : null}
              <FileChanges file={file.data} />
              <FileWarnings file={file.data} />
              <FileLines file={file.data} />
            </>
          }
          side={<Facts file={file.data} />}
        />
      ) : file.error === null ? (
        <div className={classes.toCome} aria-busy="true" />
      ) : (
        <ErrorState title={translate('failedOne')} message={file.error.message} onRetry={() => file.refetch()} />
      )}
    </Page>
  )
}

function Facts({ file }: { readonly file: FileDetail }) {
  const translate = useTranslations('fundsFiles.facts')
  const words = useTranslations('fundsFiles')
  const locale = useLocale()
  const timeZone = useTimeZone()
  const nowMs = useNowMs()
  const dayWords = useDayWords()
  const formatWord = useFormatWords()
  const time = (ms: number) => formatDateTime(ms, { locale, timeZone }, nowMs)
  const told = (label: string, value: ReactNode, code = false): Fact[] =>
    value === null || value === '' ? [] : [{ label, value, code }]
  const link = (other: number | null) =>
    other === null ? null : (
      <Link href={`/funds/files/${other}`} className={classes.link}>
        {words('number', { id: other })}
      </Link>
    )
  return (
    <Section title={translate('title')} aside={<Status axis="file" state={file.state} as="tag" />}>
      <FactList
        facts={[
          { label: translate('number'), value: file.id },
          ...told(
            translate('format'),
            [file.format === null ? null : formatWord(file.format), file.version].filter(Boolean).join(' '),
          ),
          ...told(translate('days'), daysOf(file.firstDay, file.lastDay, dayWords)),
          { label: translate('size'), value: formatBytes(file.size, locale) },
          { label: translate('received'), value: `${time(file.receivedAtMs)}, ${words(`ways.${file.via}`)}` },
          { label: translate('by'), value: file.receivedBy },
          ...told(translate('source'), file.source?.name ?? null),
          ...told(translate('mapping'), file.mapping && `${file.mapping.id} ${file.mapping.version}`),
          ...told(translate('decidedBy'), file.decidedBy),
          ...told(translate('imported'), file.importedAtMs === null ? null : time(file.importedAtMs)),
          ...told(translate('sameAs'), link(file.sameAs)),
          // Of one that may be a second part nobody has said so yet.
          ...told(translate('supersedes'), file.mayBePart ? null : link(file.supersedes)),
          ...told(translate('supersededBy'), link(file.supersededBy)),
          ...file.beside.map((id) => ({ label: translate('beside'), value: link(id) })),
          { label: 'SHA-256', value: <span className={classes.hash}>{file.sha256}</span>, code: true },
        ]}
      />
      <div className={classes.take}>
        <TakeOriginal id={file.id} masked={file.masked} />
      </div>
      <p className={classes.quiet}>{translate(file.masked ? 'sealedMasked' : 'sealed')}</p>
    </Section>
  )
}
