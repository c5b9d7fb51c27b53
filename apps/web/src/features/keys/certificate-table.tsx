'use client'

import type { InventoryKey } from '@counterfoil/services/keys'
import { Table } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Status } from '../../components/status/status.tsx'
import classes from './keys-page.module.css'
import { UntilCell } from './until-cell.tsx'

/** What the hubs show on their ports. */
export function CertificateTable({ certificates }: { readonly certificates: readonly InventoryKey[] }) {
  const translate = useTranslations('keys')
  if (certificates.length === 0) return <p className={classes.none}>{translate('certificates.none')}</p>
  return (
    <DataTable caption={translate('certificates.caption')} rowHeight={42} layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('columns.certificate')}</Table.Th>
          <Table.Th className={classes.fingerprint}>{translate('columns.fingerprint')}</Table.Th>
          <Table.Th className={classes.since}>{translate('columns.until')}</Table.Th>
          <Table.Th className={classes.state}>{translate('columns.state')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {certificates.map(({ name, subject, issuer, place: port, fingerprint, expires, state }) => (
          <Table.Tr key={port}>
            <Table.Td title={`${subject} · ${issuer}`}>
              {name || subject}
              <small>{translate('certificates.under', { port, issuer })}</small>
            </Table.Td>
            <Table.Td className={classes.fingerprint}>
              <code title={fingerprint}>{fingerprint.slice(0, 16)}</code>
            </Table.Td>
            <Table.Td className={classes.since}>{expires && <UntilCell until={expires} />}</Table.Td>
            <Table.Td className={classes.state}>
              <Status axis="key" state={state} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </DataTable>
  )
}
