'use client'

import type { ContractVersion } from '@counterfoil/services/funds'
import { Table } from '@mantine/core'
import { useLocale, useTranslations } from 'next-intl'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { percentSign } from '../../../components/format/number.ts'
import { useMethodName } from '../../../components/method/use-method-name.ts'
import { ExactAmount } from '../../../components/money/exact-amount.tsx'

type Contract = NonNullable<ContractVersion['contract']>

/** What each kind of payment costs; the first rule that fits is the one that counts. */
export function FeeRuleTable({ contract }: { readonly contract: Contract }) {
  const translate = useTranslations('funds.agreements')
  const locale = useLocale()
  const methodName = useMethodName()
  const { currency, fees } = contract
  const bound = (amount: string | undefined) => (amount === undefined ? '·' : <ExactAmount amount={amount} currency={currency} />)
  return (
    <DataTable caption={translate('fees')} rowHeight={30} stacked>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('feeOf')}</Table.Th>
          <Table.Th data-right>{translate('percent')}</Table.Th>
          <Table.Th data-right>{translate('fixed')}</Table.Th>
          <Table.Th data-right>{translate('least')}</Table.Th>
          <Table.Th data-right>{translate('most')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {fees.map((rule, at) => (
          // Rules have no name of their own; their order is what counts.
          // biome-ignore lint/suspicious/noArrayIndexKey: a version never changes
          <Table.Tr key={at}>
            <Table.Td>
              {[
                translate(`kinds.${rule.kind}`),
                methodName({ scheme: rule.scheme ?? null, funding: rule.funding ?? null, wallet: rule.wallet ?? null }) ??
                  translate('anyMethod'),
                rule.region ?? null,
              ]
                .filter((word) => word !== null)
                .join(' · ')}
              {rule.passThrough ? <small>{translate('passThrough')}</small> : null}
              {rule.validFrom === undefined && rule.validTo === undefined ? null : (
                <small>{translate('span', { from: rule.validFrom ?? '…', to: rule.validTo ?? translate('openEnd') })}</small>
              )}
            </Table.Td>
            <Table.Td data-right data-label={translate('percent')}>
              {rule.percent}
              {percentSign(locale)}
            </Table.Td>
            <Table.Td data-right data-label={translate('fixed')}>
              <ExactAmount amount={rule.fixed} currency={currency} />
            </Table.Td>
            <Table.Td data-right data-label={translate('least')}>
              {bound(rule.min)}
            </Table.Td>
            <Table.Td data-right data-label={translate('most')}>
              {bound(rule.max)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </DataTable>
  )
}
