'use client'

import { Table } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { FactList } from '../../components/fact-list/fact-list.tsx'
import { unknownMark } from '../../components/format/marks.ts'
import { Section } from '../../components/section/section.tsx'
import { compare, flatten } from './compare.ts'
import classes from './diff-section.module.css'
import type { EntryBody } from './entry-body.ts'

/** What was before and after; where there is only one of them, what was recorded. */
export function DiffSection({ body: { before, after } }: { readonly body: EntryBody }) {
  const translate = useTranslations('audit.detail')
  if (before === undefined || after === undefined) {
    const only = [...flatten(before ?? after)]
    if (only.length === 0) return null
    return (
      <Section title={translate(before === undefined ? 'recorded' : 'before')}>
        <FactList facts={only.map(([path, value]) => ({ label: path === '' ? unknownMark : path, value, code: true }))} />
      </Section>
    )
  }
  return (
    <Section title={translate('changed')}>
      <DataTable caption={translate('changed')} rowHeight={30} layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th className={classes.field}>{translate('field')}</Table.Th>
            <Table.Th>{translate('before')}</Table.Th>
            <Table.Th>{translate('after')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {compare(before, after).map(({ path, before: was, after: is, changed }) => (
            <Table.Tr key={path} data-changed={changed || undefined} className={classes.row}>
              <Table.Td className={classes.field} title={path}>
                {path}
              </Table.Td>
              <Table.Td className={classes.was} title={was ?? undefined}>
                {changed && was !== null ? <del>{was}</del> : (was ?? unknownMark)}
              </Table.Td>
              <Table.Td className={classes.is} title={is ?? undefined}>
                {changed && is !== null ? <ins>{is}</ins> : (is ?? unknownMark)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </DataTable>
    </Section>
  )
}
