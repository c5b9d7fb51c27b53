'use client'

import type { CheckedFees } from '@counterfoil/services/funds'
import { Table } from '@mantine/core'
import { useLocale, useTranslations } from 'next-intl'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { unknownMark } from '../../../components/format/marks.ts'
import { formatCount, percentSign } from '../../../components/format/number.ts'
import { useMethodName } from '../../../components/method/use-method-name.ts'
import { Amount } from '../../../components/money/amount.tsx'
import { ExactAmount } from '../../../components/money/exact-amount.tsx'
import { languageTags } from '../../../i18n/locales.ts'
import { useAcquirerName } from '../use-acquirer-name.ts'

/** One row for each acquirer and kind of card, what costs most first. */
export function FeesTable({ fees }: { readonly fees: readonly CheckedFees[] }) {
  const translate = useTranslations('funds.fees')
  const locale = useLocale()
  const acquirerName = useAcquirerName()
  const methodName = useMethodName()
  const percent = new Intl.NumberFormat(languageTags[locale], { minimumFractionDigits: 3, maximumFractionDigits: 3 })
  const rate = (value: number | null) => (value === null ? unknownMark : `${percent.format(value)}${percentSign(locale)}`)
  return (
    <DataTable caption={translate('tableTitle')} minWidth={980} rowHeight={42} stacked>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('acquirer')}</Table.Th>
          <Table.Th>{translate('method')}</Table.Th>
          <Table.Th data-right>{translate('lines')}</Table.Th>
          <Table.Th data-right>{translate('gross')}</Table.Th>
          <Table.Th data-right>{translate('agreed')}</Table.Th>
          <Table.Th data-right>{translate('charged')}</Table.Th>
          <Table.Th data-right>{translate('agreedRate')}</Table.Th>
          <Table.Th data-right>{translate('chargedRate')}</Table.Th>
          <Table.Th data-right>{translate('lost')}</Table.Th>
          <Table.Th>{translate('cause')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {fees.map((one) => (
          <Table.Tr key={[one.acquirer, one.currency, one.scheme, one.funding, one.wallet, one.contract].join(' ')}>
            <Table.Td>
              {acquirerName(one.acquirer)}
              <small>{one.contract}</small>
            </Table.Td>
            <Table.Td>{methodName(one) ?? unknownMark}</Table.Td>
            <Table.Td data-right data-label={translate('lines')}>
              {one.deviating === 0
                ? formatCount(one.lines, locale)
                : translate('ofLines', { off: formatCount(one.deviating, locale), all: formatCount(one.lines, locale) })}
            </Table.Td>
            <Table.Td data-right data-label={translate('gross')}>
              <Amount amountMinor={one.grossMinor} currency={one.currency} />
            </Table.Td>
            <Table.Td data-right data-label={translate('agreed')}>
              <ExactAmount amount={one.agreed} />
            </Table.Td>
            <Table.Td data-right data-label={translate('charged')}>
              <ExactAmount amount={one.charged} />
            </Table.Td>
            <Table.Td data-right data-label={translate('agreedRate')}>
              {rate(one.agreedPercent)}
            </Table.Td>
            <Table.Td data-right data-label={translate('chargedRate')}>
              {rate(one.chargedPercent)}
            </Table.Td>
            <Table.Td data-right data-label={translate('lost')}>
              {/[1-9]/.test(one.lost) ? (
                <strong>
                  <ExactAmount amount={one.lost} />
                </strong>
              ) : (
                '·'
              )}
            </Table.Td>
            <Table.Td>{translate(`causes.${one.cause}`)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </DataTable>
  )
}
