'use client'

import type { DeviceWithSales } from '@counterfoil/services/devices'
import { Checkbox, Table } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { hrefInScope } from '../../components/scope/scope.ts'
import { useScope } from '../../components/scope/use-scope.ts'
import { Status } from '../../components/status/status.tsx'
import { StoreName } from '../../components/store-name/store-name.tsx'
import { deviceStatus } from './device-status.ts'
import classes from './device-table.module.css'
import { SalesCell } from './sales-cell.tsx'
import { useDeviceName } from './use-device-name.ts'
import type { Selection } from './use-selection.ts'

interface DeviceTableProps {
  readonly devices: readonly DeviceWithSales[]
  /** Where rows can be chosen. */
  readonly selection: Selection | null
}

/** State, what it is, where it stands, who holds it, until when it is approved. */
export function DeviceTable({ devices, selection }: DeviceTableProps) {
  const translate = useTranslations('devices.columns')
  const table = useTranslations('devices')
  return (
    <DataTable caption={table('caption')} rowHeight={42} layout="fixed" stacked>
      <colgroup>
        {selection === null ? null : <col className={classes.choiceColumn} />}
        <col className={classes.stateColumn} />
        <col className={classes.deviceColumn} />
        <col />
        <col className={classes.laneColumn} />
        <col className={classes.salesColumn} />
        <col className={classes.holderColumn} />
        <col className={classes.dateColumn} />
      </colgroup>
      <Table.Thead>
        <Table.Tr>
          {selection === null ? null : (
            <Table.Th>
              <Checkbox
                size="xs"
                aria-label={table('selection.all')}
                checked={selection.ids.size === devices.length}
                indeterminate={selection.ids.size > 0 && selection.ids.size < devices.length}
                onChange={(event) => selection.set(event.currentTarget.checked ? devices.map(({ id }) => id) : [])}
              />
            </Table.Th>
          )}
          <Table.Th>{translate('state')}</Table.Th>
          <Table.Th>{translate('device')}</Table.Th>
          <Table.Th>{translate('store')}</Table.Th>
          <Table.Th>{translate('lane')}</Table.Th>
          <Table.Th className={classes.sales}>{translate('sales')}</Table.Th>
          <Table.Th>{translate('holder')}</Table.Th>
          <Table.Th data-right>{translate('approval')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {devices.map((device) => (
          <DeviceRow key={device.id} device={device} selection={selection} />
        ))}
      </Table.Tbody>
    </DataTable>
  )
}

function DeviceRow({ device, selection }: { readonly device: DeviceWithSales; readonly selection: Selection | null }) {
  const translate = useTranslations('devices')
  const { scope } = useScope()
  const nameOf = useDeviceName()
  const { storeId, storeCode, storeName, storeNameLang } = device
  const findings = [
    device.firmwareLevel === null ? null : translate(`firmwareLevels.${device.firmwareLevel}`),
    device.sealNotWhole ? translate('needs.seal_not_whole') : null,
  ].filter((one) => one !== null)
  const isFound = device.sealNotWhole || device.firmwareLevel === 'below_least'
  const notes = findings.length === 0 && !device.registered ? [translate('needs.not_registered')] : findings
  return (
    <Table.Tr data-chosen={selection?.ids.has(device.id) || undefined} className={classes.row}>
      {selection === null ? null : (
        <Table.Td>
          <Checkbox
            size="xs"
            aria-label={translate('selection.one', { name: [nameOf(device), device.serial].filter(Boolean).join(' ') })}
            checked={selection.ids.has(device.id)}
            onChange={() => selection.toggle(device.id)}
          />
        </Table.Td>
      )}
      <Table.Td>
        <Status {...deviceStatus(device)} />
        {notes.length === 0 ? null : <small className={isFound ? classes.finding : undefined}>{notes.join(', ')}</small>}
      </Table.Td>
      <Table.Td>
        <Link href={hrefInScope(`/devices/${device.id}`, scope)} data-link>
          {nameOf(device)}
        </Link>
        <small className={classes.serial}>{device.serial ?? device.hostname ?? translate('noSerial')}</small>
      </Table.Td>
      <Table.Td data-label={storeId === null ? undefined : translate('columns.store')}>
        {storeId === null || storeCode === null ? (
          <span className={classes.quiet}>{translate('nowhere')}</span>
        ) : (
          <StoreName
            store={{
              code: storeCode,
              name: storeName ?? '',
              nameLang: storeNameLang ?? '',
              ...(device.country === null ? {} : { country: device.country }),
            }}
            href={`/stores/${storeId}`}
          />
        )}
      </Table.Td>
      <Table.Td data-label={device.lane === null ? undefined : translate('columns.lane')}>{device.lane ?? ''}</Table.Td>
      <SalesCell sales={device.sales} />
      <Table.Td data-label={device.holder === null ? undefined : translate('columns.holder')}>{device.holder ?? ''}</Table.Td>
      <Table.Td data-right data-label={device.approvalExpiresOn === null ? undefined : translate('columns.approval')}>
        {device.approvalExpiresOn ?? ''}
      </Table.Td>
    </Table.Tr>
  )
}
