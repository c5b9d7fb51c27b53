'use client'

import type { KeyState } from '@counterfoil/services/keys'
import { Table } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Status } from '../../components/status/status.tsx'
import classes from './keys-page.module.css'

export interface InventoryRow {
  readonly id: string
  readonly what: string
  readonly under: string
  /** Of the first column, where it may be cut. */
  readonly title?: string
  readonly fingerprint: string
  /** Its age or its end. */
  readonly when: ReactNode
  readonly state: KeyState
}

interface InventoryTableProps {
  readonly caption: string
  readonly what: 'key' | 'certificate' | 'agent' | 'token'
  readonly when: 'since' | 'until'
  readonly rows: readonly InventoryRow[]
}

const SHOWN_OF_FINGERPRINT = 16

/** Keys of one kind: what they are, how they are told apart, how old they are, and whether something is to be done. */
export function InventoryTable({ caption, what, when, rows }: InventoryTableProps) {
  const translate = useTranslations('keys.columns')
  return (
    <DataTable caption={caption} rowHeight={42} layout="fixed" stacked>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate(what)}</Table.Th>
          <Table.Th className={classes.fingerprint}>{translate('fingerprint')}</Table.Th>
          <Table.Th className={classes.since}>{translate(when)}</Table.Th>
          <Table.Th className={classes.state}>{translate('state')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={row.id}>
            <Table.Td title={row.title}>
              {row.what}
              <small>{row.under}</small>
            </Table.Td>
            <Table.Td className={classes.fingerprint}>
              <code title={row.fingerprint}>{row.fingerprint.slice(0, SHOWN_OF_FINGERPRINT)}</code>
            </Table.Td>
            <Table.Td className={classes.since}>{row.when}</Table.Td>
            <Table.Td className={classes.state}>
              <Status axis="key" state={row.state} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </DataTable>
  )
}
