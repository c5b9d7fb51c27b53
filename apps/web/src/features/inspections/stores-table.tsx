'use client'

import type { StoreTasks } from '@counterfoil/services/inspections'
import { Button, Table } from '@mantine/core'
import { useLocale, useTranslations } from 'next-intl'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { formatCount } from '../../components/format/number.ts'
import { StoreName } from '../../components/store-name/store-name.tsx'
import classes from './inspections.module.css'

const none = '·'

/** Stores with something due, and the way to the phone's page of each. */
export function StoresTable({ stores, mayDo }: { readonly stores: readonly StoreTasks[]; readonly mayDo: boolean }) {
  const translate = useTranslations('inspections')
  const locale = useLocale()
  const figure = (count: number) => (count === 0 ? none : formatCount(count, locale))
  return (
    <DataTable caption={translate('stores.caption')} rowHeight={33} stacked>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('stores.store')}</Table.Th>
          <Table.Th data-right>{translate('stores.overdue')}</Table.Th>
          <Table.Th data-right>{translate('stores.due')}</Table.Th>
          <Table.Th data-right>{translate('stores.later')}</Table.Th>
          {mayDo ? <Table.Th aria-label={translate('waiting.inspect')} /> : null}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {stores.map(({ storeId, storeCode, storeName, storeNameLang, overdue, due, later }) => (
          <Table.Tr key={storeId}>
            <Table.Td>
              <StoreName store={{ code: storeCode, name: storeName, nameLang: storeNameLang }} href={`/stores/${storeId}`} />
            </Table.Td>
            <Table.Td data-right data-label={translate('stores.overdue')} className={overdue > 0 ? classes.late : undefined}>
              {figure(overdue)}
            </Table.Td>
            <Table.Td data-right data-label={translate('stores.due')}>
              {figure(due)}
            </Table.Td>
            <Table.Td data-right data-label={translate('stores.later')}>
              {figure(later)}
            </Table.Td>
            {mayDo ? (
              <Table.Td>
                <div className={classes.buttons}>
                  <InspectButton storeId={storeId} name={`${storeCode} ${storeName}`} />
                </div>
              </Table.Td>
            ) : null}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </DataTable>
  )
}

/** A full load: the phone's page is a small program of its own, which works without a network. */
export function InspectButton({ storeId, name }: { readonly storeId: number; readonly name?: string }) {
  const translate = useTranslations('inspections.waiting')
  return (
    <Button
      component="a"
      size="compact-sm"
      href={`/inspections/do?store=${storeId}`}
      {...(name === undefined ? {} : { 'aria-label': translate('inspectNamed', { store: name }) })}
    >
      {translate('inspect')}
    </Button>
  )
}
