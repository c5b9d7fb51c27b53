'use client'

import type { ContractVersion } from '@counterfoil/services/funds'
import { Table } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { useTimeWords } from '../../../components/format/use-time-words.ts'
import { useTermsWords } from './use-terms-words.ts'

/** Every version there was: none is changed, and what was expected by one stays expected by it. */
export function ContractVersions({ versions }: { readonly versions: readonly ContractVersion[] }) {
  const translate = useTranslations('funds.agreements')
  const termsWords = useTermsWords()
  const { day } = useTimeWords()
  return (
    <DataTable caption={translate('versions')} rowHeight={30} stacked>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('versions')}</Table.Th>
          <Table.Th>{translate('holds')}</Table.Th>
          <Table.Th>{translate('pays')}</Table.Th>
          <Table.Th>{translate('madeBy')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {versions.map((one) => (
          <Table.Tr key={one.version}>
            <Table.Td>{one.version}</Table.Td>
            <Table.Td data-label={translate('holds')}>
              {translate('span', { from: one.validFrom, to: one.validTo ?? translate('openEnd') })}
            </Table.Td>
            <Table.Td data-label={translate('pays')}>
              {one.contract === null ? translate('unread') : termsWords(one.contract)}
            </Table.Td>
            <Table.Td data-label={translate('madeBy')}>
              {translate('madeWords', { by: one.madeBy, day: day(new Date(one.madeAtMs)) })}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </DataTable>
  )
}
