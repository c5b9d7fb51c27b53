'use client'

import type { IdentityTerms } from '@counterfoil/services/funds'
import { Table } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { ExactAmount } from '../../../components/money/exact-amount.tsx'

interface IdentityTableProps {
  readonly terms: IdentityTerms
  readonly residue: string
  readonly currency: string
}

/** Both sides of a sum that has to be the same, term by term, and what is left. */
export function IdentityTable({ terms, residue, currency }: IdentityTableProps) {
  const translate = useTranslations('funds.payout')
  const rows = [
    ...terms.left.map((term) => ({ ...term, side: 'left' as const })),
    ...terms.right.map((term) => ({ ...term, side: 'right' as const })),
  ]
  return (
    <DataTable caption={translate('identity')} rowHeight={25}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('term')}</Table.Th>
          <Table.Th data-right>{translate('left')}</Table.Th>
          <Table.Th data-right>{translate('right')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ term, amount, side }) => (
          <Table.Tr key={`${side} ${term}`}>
            <Table.Td>
              {translate.has(`terms.${term}` as 'terms.payout') ? translate(`terms.${term}` as 'terms.payout') : term}
            </Table.Td>
            <Table.Td data-right>{side === 'left' ? <ExactAmount amount={amount} /> : null}</Table.Td>
            <Table.Td data-right>{side === 'right' ? <ExactAmount amount={amount} /> : null}</Table.Td>
          </Table.Tr>
        ))}
        <Table.Tr>
          <Table.Td>{translate('residue')}</Table.Td>
          <Table.Td />
          <Table.Td data-right>
            <strong>
              <ExactAmount amount={residue} currency={currency} />
            </strong>
          </Table.Td>
        </Table.Tr>
      </Table.Tbody>
    </DataTable>
  )
}
