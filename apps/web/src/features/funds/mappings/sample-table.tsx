'use client'

import type { MappingTrial } from '@counterfoil/services/funds/files'
import { NativeSelect, Table } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { guessFrom } from './guess-values.ts'
import { assign, fieldAt, type MappingDraft, type MappingField, mappingFields, type Place } from './mapping-draft.ts'
import classes from './mappings.module.css'

interface SampleTableProps {
  readonly head: MappingTrial['head']
  readonly draft: MappingDraft
  readonly onChange: (draft: MappingDraft) => void
}

const SHOWN = 8
const WIDEST = 200

/** The file's first lines, and above each column what it is. */
export function SampleTable({ head, draft, onChange }: SampleTableProps) {
  const translate = useTranslations('fundsMappings.sample')
  const fieldWord = useTranslations('fundsMappings.fields')
  const skipped = draft.skipLines ?? 0
  const lines = head.lines.filter(({ line }) => line > skipped)
  const usual = Math.max(1, ...lines.map(({ fields }) => fields.length))
  const names = draft.names === false ? undefined : (lines.find(({ line }) => line === head.namesLine) ?? lines[0])
  const details = lines.filter(({ line, text }) => line > (names?.line ?? 0) && text.trim() !== '').slice(0, SHOWN)
  const columns = Array.from({ length: Math.min(usual, WIDEST) }, (_, index) => {
    const name = names?.fields[index] ?? ''
    const place: Place = name === '' ? { column: index + 1 } : name
    const values = details.map(({ fields }) => fields[index] ?? '').filter((value) => value !== '')
    return { number: index + 1, name, place, values }
  })
  return (
    <DataTable caption={translate('caption')} minWidth={columns.length * 132}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('line')}</Table.Th>
          {columns.map(({ number, name, place, values }) => {
            const called = name || translate('column', { number })
            return (
              <Table.Th key={number} className={classes.sampleHead} data-used={fieldAt(draft, place) !== null || undefined}>
                <span className={classes.columnName} title={called}>
                  {called}
                </span>
                <NativeSelect
                  size="xs"
                  aria-label={translate('means', { column: called })}
                  value={fieldAt(draft, place) ?? ''}
                  data={[
                    { value: '', label: translate('unused') },
                    ...mappingFields.map((value) => ({ value, label: fieldWord(value) })),
                  ]}
                  onChange={({ currentTarget }) => {
                    const field = (currentTarget.value || null) as MappingField | null
                    onChange(guessFrom(assign(draft, place, field), field, values))
                  }}
                />
              </Table.Th>
            )
          })}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {details.map(({ line, fields }) => (
          <Table.Tr key={line}>
            <Table.Td className={classes.lineNumber}>{line}</Table.Td>
            {columns.map(({ number, place }) => (
              <Table.Td key={number} className={classes.sampleCell} data-used={fieldAt(draft, place) !== null || undefined}>
                {fields[number - 1] ?? ''}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </DataTable>
  )
}
