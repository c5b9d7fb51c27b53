'use client'

import { verifierCommand } from '@counterfoil/audit/browser'
import type { EvidenceListed, ListedPackage } from '@counterfoil/services/evidence'
import { Button, Table } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { CommandLine } from '../../components/command/command-line.tsx'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { fetchFile } from '../../components/download/fetch-file.ts'
import { saveFile } from '../../components/download/save-file.ts'
import { formatDateTime } from '../../components/format/date-time.ts'
import { formatCount } from '../../components/format/number.ts'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { Section } from '../../components/section/section.tsx'
import { languageNames } from '../../i18n/locales.ts'
import classes from './evidence.module.css'

/** Packages, newest first; taking one is recorded. */
export function PackagesSection({ listed: { packages, logKey } }: { readonly listed: EvidenceListed }) {
  const translate = useTranslations('evidence')
  const taken = useMutation({ mutationFn: take })
  return (
    <Section title={translate('list.title')} note={packages.length === 0 ? null : translate('list.note')}>
      {packages.length === 0 ? (
        <p className={classes.quiet}>{translate('list.none')}</p>
      ) : (
        <DataTable caption={translate('list.title')} rowHeight={42} stacked>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{translate('list.period')}</Table.Th>
              <Table.Th>{translate('language')}</Table.Th>
              <Table.Th>{translate('list.by')}</Table.Th>
              <Table.Th>{translate('list.made')}</Table.Th>
              <Table.Th>{translate('list.entries')}</Table.Th>
              <Table.Th>{translate('list.file')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {packages.map((one) => (
              <Row
                key={one.id}
                row={one}
                busy={taken.isPending && taken.variables === one.id}
                onTake={() => taken.mutate(one.id)}
              />
            ))}
          </Table.Tbody>
        </DataTable>
      )}
      <ProblemLine text={taken.error?.message ?? null} />
      {taken.data === undefined || logKey === null ? null : (
        <div role="status">
          <p className={classes.quiet}>{translate('list.taken', { file: taken.data })}</p>
          <CommandLine label={translate('list.command')} command={verifierCommand(taken.data, '--log-key', logKey)} />
        </div>
      )}
    </Section>
  )
}

async function take(id: string): Promise<string> {
  const { fileName, blob } = await fetchFile({ what: 'package', id })
  saveFile(fileName, blob, 'application/zip')
  return fileName
}

interface RowProps {
  readonly row: ListedPackage
  readonly busy: boolean
  readonly onTake: () => void
}

function Row({ row, busy, onTake }: RowProps) {
  const translate = useTranslations('evidence.list')
  const words = useTranslations('evidence')
  const locale = useLocale()
  const place = { locale, timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const { firstDay, lastDay, language, askedBy, cadence, madeAt, entries, sha256, trouble } = row
  const period = `${firstDay} – ${lastDay}`
  return (
    <Table.Tr>
      <Table.Td>{period}</Table.Td>
      <Table.Td data-label={words('language')} lang={language}>
        {languageNames[language]}
      </Table.Td>
      <Table.Td data-label={translate('by')}>{askedBy ?? words(`schedule.${cadence ?? 'monthly'}`)}</Table.Td>
      <Table.Td data-label={translate('made')}>
        {trouble !== null ? (
          <span className={classes.failed}>{translate('failed', { why: trouble })}</span>
        ) : madeAt === null ? (
          <span role="status">{translate('waits')}</span>
        ) : (
          formatDateTime(madeAt.getTime(), place, nowMs)
        )}
      </Table.Td>
      <Table.Td data-label={translate('entries')}>{entries === null ? '–' : formatCount(entries, locale)}</Table.Td>
      <Table.Td data-label={translate('file')}>
        {sha256 === null ? (
          '–'
        ) : (
          <>
            <Button size="compact-sm" loading={busy} aria-label={translate('takeOne', { period })} onClick={onTake}>
              {translate('take')}
            </Button>{' '}
            <code className={classes.hash} title={sha256}>
              {sha256.slice(0, 12)}…
            </code>
          </>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
