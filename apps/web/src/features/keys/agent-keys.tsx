'use client'

import type { KeyInventory } from '@counterfoil/services/keys'
import { Table } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Section } from '../../components/section/section.tsx'
import { Status } from '../../components/status/status.tsx'
import classes from './keys-page.module.css'
import { SinceCell } from './since-cell.tsx'

/** The oldest keys of store agents; an agent makes a new one by itself when its own is older than 180 days. */
export function AgentKeys({ agents: { all, overdue, oldest } }: { readonly agents: KeyInventory['agents'] }) {
  const translate = useTranslations('keys')
  return (
    <Section title={translate('agents.title')} note={translate('agents.note', { all, overdue })}>
      {all === 0 ? (
        <p className={classes.none}>{translate('agents.none')}</p>
      ) : (
        <DataTable caption={translate('agents.caption')} rowHeight={42} layout="fixed">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{translate('columns.agent')}</Table.Th>
              <Table.Th className={classes.fingerprint}>{translate('columns.fingerprint')}</Table.Th>
              <Table.Th className={classes.since}>{translate('columns.since')}</Table.Th>
              <Table.Th className={classes.state}>{translate('columns.state')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {oldest.map(({ place, name, fingerprint, since, state }) => (
              <Table.Tr key={fingerprint}>
                <Table.Td title={`${place}, ${name}`}>
                  {place}
                  <small>{name}</small>
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
      )}
      {oldest.length < all ? <p className={classes.none}>{translate('agents.rest', { count: all - oldest.length })}</p> : null}
    </Section>
  )
}
