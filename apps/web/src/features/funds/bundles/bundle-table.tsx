'use client'

import type { BundlesListed, ListedBundle } from '@counterfoil/services/funds/bundle'
import { Table } from '@mantine/core'
import { useLocale, useTranslations } from 'next-intl'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { formatCount } from '../../../components/format/number.ts'
import { MadeState } from '../../../components/made-file/made-state.tsx'
import { TakeFile } from '../../../components/made-file/take-file.tsx'
import { TakenFile } from '../../../components/made-file/taken-file.tsx'
import { useTakenFile } from '../../../components/made-file/use-taken-file.ts'
import { useAcquirerName } from '../use-acquirer-name.ts'

const columns = ['period', 'scope', 'by', 'made', 'records', 'file'] as const

/** Bundles, newest first; taking one is recorded. */
export function BundleTable({ listed: { bundles, logKey } }: { readonly listed: BundlesListed }) {
  const translate = useTranslations('funds.bundles')
  const taken = useTakenFile('bundle')
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
      <TakenFile
        taken={taken}
        logKey={logKey}
        words={{ taken: (file) => translate('taken', { file }), command: translate('command') }}
      />
    </>
  )
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
  const { firstDay, lastDay, acquirer, store, askedBy, madeAt, records, root, trouble } = row
  const period = `${firstDay} – ${lastDay}`
  const scope = [acquirer === null ? null : nameOf(acquirer), store].filter((part) => part !== null).join(' · ')
  return (
    <Table.Tr>
      <Table.Td>{period}</Table.Td>
      <Table.Td data-label={translate('scope')}>{scope === '' ? translate('all') : scope}</Table.Td>
      <Table.Td data-label={translate('by')}>{askedBy}</Table.Td>
      <Table.Td data-label={translate('made')}>
        <MadeState
          madeAt={madeAt}
          failed={trouble === null ? null : translate('failed', { why: trouble })}
          waits={translate('waits')}
        />
      </Table.Td>
      <Table.Td data-label={translate('records')}>{records === null ? '–' : formatCount(records, locale)}</Table.Td>
      <Table.Td data-label={translate('file')}>
        <TakeFile
          hash={root}
          busy={busy}
          words={{ take: translate('take'), which: translate('takeOne', { period }) }}
          onTake={onTake}
        />
      </Table.Td>
    </Table.Tr>
  )
}
