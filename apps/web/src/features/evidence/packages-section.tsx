'use client'

import type { EvidenceListed, ListedPackage } from '@counterfoil/services/evidence'
import { Table } from '@mantine/core'
import { useLocale, useTranslations } from 'next-intl'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { formatCount } from '../../components/format/number.ts'
import { MadeState } from '../../components/made-file/made-state.tsx'
import { TakeFile } from '../../components/made-file/take-file.tsx'
import { TakenFile } from '../../components/made-file/taken-file.tsx'
import { useTakenFile } from '../../components/made-file/use-taken-file.ts'
import { Section } from '../../components/section/section.tsx'
import { languageNames } from '../../i18n/locales.ts'
import classes from './evidence.module.css'

/** Packages, newest first; taking one is recorded. */
export function PackagesSection({ listed: { packages, logKey } }: { readonly listed: EvidenceListed }) {
  const translate = useTranslations('evidence')
  const taken = useTakenFile('package')
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
      <TakenFile
        taken={taken}
        logKey={logKey}
        words={{ taken: (file) => translate('list.taken', { file }), command: translate('list.command') }}
      />
    </Section>
  )
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
        <MadeState
          madeAt={madeAt}
          failed={trouble === null ? null : translate('failed', { why: trouble })}
          waits={translate('waits')}
        />
      </Table.Td>
      <Table.Td data-label={translate('entries')}>{entries === null ? '–' : formatCount(entries, locale)}</Table.Td>
      <Table.Td data-label={translate('file')}>
        <TakeFile
          hash={sha256}
          busy={busy}
          words={{ take: translate('take'), which: translate('takeOne', { period }) }}
          onTake={onTake}
        />
      </Table.Td>
    </Table.Tr>
  )
}
