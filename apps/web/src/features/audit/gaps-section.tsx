'use client'

import type { AgentGap } from '@counterfoil/services/audit'
import { Table } from '@mantine/core'
import { useLocale, useTranslations } from 'next-intl'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { formatCount } from '../../components/format/number.ts'
import { Section } from '../../components/section/section.tsx'
import classes from './audit-page.module.css'

/** Numbers that agents gave events which never came. */
export function GapsSection({ gaps, agents }: { readonly gaps: readonly AgentGap[]; readonly agents: number }) {
  const translate = useTranslations('audit.integrity')
  const locale = useLocale()
  return (
    <Section title={translate('gaps')} note={translate('gapsNote', { count: formatCount(agents, locale) })}>
      {gaps.length === 0 ? (
        <p className={classes.quiet}>{translate('gapsNone')}</p>
      ) : (
        <DataTable caption={translate('gaps')} rowHeight={30}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{translate('gapStore')}</Table.Th>
              <Table.Th data-right>{translate('gapEpoch')}</Table.Th>
              <Table.Th data-right>{translate('gapNumbers')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {gaps.map(({ agentId, store, epoch, first, last }) => (
              <Table.Tr key={`${agentId} ${epoch} ${first}`}>
                <Table.Td>{store}</Table.Td>
                <Table.Td data-right>{epoch}</Table.Td>
                <Table.Td data-right>
                  {formatCount(first, locale)}–{formatCount(last, locale)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </DataTable>
      )}
    </Section>
  )
}
