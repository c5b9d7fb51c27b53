'use client'

import type { InventoryKey } from '@counterfoil/services/keys'
import { Table } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { useKnownWord } from '../../components/known-word/use-known-word.ts'
import { Status } from '../../components/status/status.tsx'
import classes from './keys-page.module.css'
import { SinceCell } from './since-cell.tsx'

/** The server's own keys; those no longer in use stay, because something may still be sealed for them. */
export function KeyTable({ keys }: { readonly keys: readonly InventoryKey[] }) {
  const translate = useTranslations('keys')
  const kindWord = useKnownWord('keys', 'kinds')
  const purposeWord = useKnownWord('keys', 'purposes')
  return (
    <DataTable caption={translate('server.caption')} rowHeight={42} layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('columns.key')}</Table.Th>
          <Table.Th className={classes.fingerprint}>{translate('columns.fingerprint')}</Table.Th>
          <Table.Th className={classes.since}>{translate('columns.since')}</Table.Th>
          <Table.Th className={classes.state}>{translate('columns.state')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {keys.map(({ kind, fingerprint, since, state }) => (
          <Table.Tr key={`${kind} ${fingerprint}`}>
            <Table.Td>
              {kindWord(kind)}
              <small>{purposeWord(kind)}</small>
            </Table.Td>
            <Table.Td className={classes.fingerprint}>
              <code>{fingerprint}</code>
            </Table.Td>
            <Table.Td className={classes.since}>
              <SinceCell since={since} />
            </Table.Td>
            <Table.Td className={classes.state}>
              <Status axis="key" state={state} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </DataTable>
  )
}
