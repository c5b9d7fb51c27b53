'use client'

import { verifierCommand } from '@counterfoil/audit/browser'
import type { BundlesListed, ListedBundle } from '@counterfoil/services/funds/bundle'
import { Button, Table } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../../components/age/page-clock.tsx'
import { useTimeZone } from '../../../components/age/time-zone.tsx'
import { CommandLine } from '../../../components/command/command-line.tsx'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { fetchFile } from '../../../components/download/fetch-file.ts'
import { saveFile } from '../../../components/download/save-file.ts'
import { formatDateTime } from '../../../components/format/date-time.ts'
import { formatCount } from '../../../components/format/number.ts'
import { ProblemLine } from '../../../components/refusal/problem-line.tsx'
import { useAcquirerName } from '../use-acquirer-name.ts'
import classes from './bundles.module.css'

const columns = ['period', 'scope', 'by', 'made', 'records', 'file'] as const

/** Bundles, newest first; taking one is recorded. */
export function BundleTable({ listed: { bundles, logKey } }: { readonly listed: BundlesListed }) {
  const translate = useTranslations('funds.bundles')
  const taken = useMutation({ mutationFn: take })
  return (
    <>
      <DataTable caption={translate('title')} rowHeight={42} stacked>
        <Table.Thead>
          <Table.Tr>
            {columns.map((name) => (
              <Table.Th key={name}>{translate(name)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {bundles.map((one) => (
            <Row
              key={one.id}
              row={one}
              busy={taken.isPending && taken.variables === one.id}
              onTake={() => taken.mutate(one.id)}
            />
          ))}
        </Table.Tbody>
      </DataTable>
      <ProblemLine text={taken.error?.message ?? null} />
      {taken.data === undefined || logKey === null ? null : (
        <div role="status">
          <p className={classes.quiet}>{translate('taken', { file: taken.data })}</p>
          <CommandLine label={translate('command')} command={verifierCommand(taken.data, '--log-key', logKey)} />
        </div>
      )}
    </>
  )
}

async function take(id: string): Promise<string> {
  const { fileName, blob } = await fetchFile({ what: 'bundle', id })
  saveFile(fileName, blob, 'application/zip')
  return fileName
}

interface RowProps {
  readonly row: ListedBundle
  readonly busy: boolean
  readonly onTake: () => void
}

function Row({ row, busy, onTake }: RowProps) {
  const translate = useTranslations('funds.bundles')
  const nameOf = useAcquirerName()
  const locale = useLocale()
  const place = { locale, timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const { firstDay, lastDay, acquirer, store, askedBy, madeAt, records, root, trouble } = row
  const period = `${firstDay} – ${lastDay}`
  const scope = [acquirer === null ? null : nameOf(acquirer), store].filter((part) => part !== null).join(' · ')
  return (
    <Table.Tr>
      <Table.Td>{period}</Table.Td>
      <Table.Td data-label={translate('scope')}>{scope === '' ? translate('all') : scope}</Table.Td>
      <Table.Td data-label={translate('by')}>{askedBy}</Table.Td>
      <Table.Td data-label={translate('made')}>
        {trouble !== null ? (
          <span className={classes.failed}>{translate('failed', { why: trouble })}</span>
        ) : madeAt === null ? (
          <span role="status">{translate('waits')}</span>
        ) : (
          formatDateTime(madeAt.getTime(), place, nowMs)
        )}
      </Table.Td>
      <Table.Td data-label={translate('records')}>{records === null ? '–' : formatCount(records, locale)}</Table.Td>
      <Table.Td data-label={translate('file')}>
        {root === null ? (
          '–'
        ) : (
          <>
            <Button size="compact-sm" loading={busy} aria-label={translate('takeOne', { period })} onClick={onTake}>
              {translate('take')}
            </Button>{' '}
            <code className={classes.hash} title={root}>
              {root.slice(0, 12)}…
            </code>
          </>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
