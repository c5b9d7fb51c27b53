'use client'

import type { PaymentFunds } from '@counterfoil/services/funds'
import { Table } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { ExactAmount } from '../../../components/money/exact-amount.tsx'
import { Section } from '../../../components/section/section.tsx'
import { subtractDecimals } from './subtract-decimals.ts'

/** What was expected against what the acquirer's line says. */
export function ExpectedSection({ funds }: { readonly funds: PaymentFunds }) {
  const translate = useTranslations('payments.money')
  if (funds.gross === null || funds.fee === null || funds.net === null) return null
  const line = funds.lines.find(({ kind }) => kind === funds.kind)
  const rows = [
    { key: 'gross', expected: funds.gross, found: line?.gross ?? null },
    { key: 'fee', expected: funds.fee, found: line?.fees ?? null },
    { key: 'net', expected: funds.net, found: line?.net ?? null },
  ] as const
  return (
    <Section title={translate('expected')} note={funds.currency}>
      <DataTable caption={translate('expected')} rowHeight={25}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{translate('amount')}</Table.Th>
            <Table.Th data-right>{translate('expectedHead')}</Table.Th>
            <Table.Th data-right>{translate('evidenceHead')}</Table.Th>
            <Table.Th data-right>±</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ key, expected, found }) => (
            <Table.Tr key={key}>
              <Table.Td>{translate(key)}</Table.Td>
              <Table.Td data-right>
                <ExactAmount amount={expected} />
              </Table.Td>
              <Table.Td data-right>{found === null ? '–' : <ExactAmount amount={found} />}</Table.Td>
              <Table.Td data-right>
                {found === null ? '' : <ExactAmount amount={subtractDecimals(found, expected)} least={0} />}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </DataTable>
    </Section>
  )
}
