'use client'

import type { ListedBankAccount, ListedRoute, ListedSource } from '@counterfoil/services/funds'
import { Table } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { useMethodName } from '../../../components/method/use-method-name.ts'
import { useAcquirerName } from '../use-acquirer-name.ts'

/** Which acquirer settles which store and method: the narrowest route that fits counts. */
export function RouteTable({ routes }: { readonly routes: readonly ListedRoute[] }) {
  const translate = useTranslations('funds.agreements')
  const methodName = useMethodName()
  const nameOf = useAcquirerName()
  return (
    <DataTable caption={translate('routes')} rowHeight={30} stacked>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('where')}</Table.Th>
          <Table.Th>{translate('feeOf')}</Table.Th>
          <Table.Th>{translate('acquirer')}</Table.Th>
          <Table.Th>{translate('holds')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {routes.map((one) => (
          <Table.Tr key={one.id}>
            <Table.Td>{one.store ?? one.country ?? translate('everywhere')}</Table.Td>
            <Table.Td data-label={translate('feeOf')}>
              {[one.currency, methodName({ ...one, funding: null }), one.merchantNumber]
                .filter((word) => word !== null)
                .join(' · ')}
            </Table.Td>
            <Table.Td data-label={translate('acquirer')}>
              {nameOf(one.acquirer)} {one.merchantAccount}
            </Table.Td>
            <Table.Td data-label={translate('holds')}>
              {translate('span', { from: one.validFrom, to: one.validTo ?? translate('openEnd') })}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </DataTable>
  )
}

/** Where money comes in. */
export function AccountTable({ accounts }: { readonly accounts: readonly ListedBankAccount[] }) {
  const translate = useTranslations('funds.agreements')
  return (
    <DataTable caption={translate('accounts')} rowHeight={30} stacked>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('account')}</Table.Th>
          <Table.Th>{translate('number')}</Table.Th>
          <Table.Th>{translate('owner')}</Table.Th>
          <Table.Th>{translate('zone')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {accounts.map((one) => (
          <Table.Tr key={one.id}>
            <Table.Td>
              {one.name} {one.closedOn === null ? null : <small>{translate('closedOn', { day: one.closedOn })}</small>}
            </Table.Td>
            <Table.Td data-label={translate('number')}>
              <code>{one.number}</code> {one.currency}
            </Table.Td>
            <Table.Td data-label={translate('owner')}>{one.legalEntity}</Table.Td>
            <Table.Td data-label={translate('zone')}>{one.timeZone}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </DataTable>
  )
}

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** Which files have to come, and by when. */
export function SourceTable({ sources }: { readonly sources: readonly ListedSource[] }) {
  const translate = useTranslations('funds.agreements')
  return (
    <DataTable caption={translate('sources')} rowHeight={30} stacked>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('file')}</Table.Th>
          <Table.Th>{translate('format')}</Table.Th>
          <Table.Th>{translate('fileBy')}</Table.Th>
          <Table.Th>{translate('countedBy')}</Table.Th>
          <Table.Th>{translate('holds')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {sources.map((one) => (
          <Table.Tr key={one.id}>
            <Table.Td>{one.name}</Table.Td>
            <Table.Td data-label={translate('format')}>{one.format ?? one.mapping ?? translate('anyFormat')}</Table.Td>
            <Table.Td data-label={translate('fileBy')}>
              {translate('fileByWords', { count: one.dueAfterDays, at: clock(one.dueMinute), zone: one.timeZone })}
            </Table.Td>
            <Table.Td data-label={translate('countedBy')}>{one.calendars.join(', ')}</Table.Td>
            <Table.Td data-label={translate('holds')}>
              {translate('span', { from: one.activeFrom, to: one.activeTo ?? translate('openEnd') })}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </DataTable>
  )
}
