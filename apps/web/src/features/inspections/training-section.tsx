'use client'

import type { Inspector, Training } from '@counterfoil/services/inspections'
import { Button, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { formatDate } from '../../components/format/date-time.ts'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import { Asked } from './asked.tsx'
import classes from './inspections.module.css'

const TrainingDialog = dynamic(() => import('./training-dialog.tsx'), { ssr: false })
const WithdrawDialog = dynamic(() => import('./withdraw-dialog.tsx'), { ssr: false })

/** Everybody who may inspect, and whether they were taught to see tampering (PCI DSS 9.5.1.3). */
export function TrainingSection({ mayChange }: { readonly mayChange: boolean }) {
  const translate = useTranslations('inspections.training')
  const api = useApi()
  const [adding, setAdding] = useState(false)
  const [withdrawing, setWithdrawing] = useState<Training | null>(null)
  const listed = useQuery(api.inspections.trainings.queryOptions())
  return (
    <Asked of={listed}>
      {(people) => (
        <Section
          title={translate('title')}
          note={translate('note')}
          aside={
            mayChange ? (
              <Button size="compact-sm" onClick={() => setAdding(true)}>
                {translate('add')}
              </Button>
            ) : null
          }
        >
          <p className={classes.none}>{translate('roles')}</p>
          <PeopleTable people={people} onWithdraw={mayChange ? setWithdrawing : null} />
          {adding ? <TrainingDialog people={people} onClose={() => setAdding(false)} /> : null}
          {withdrawing === null ? null : <WithdrawDialog training={withdrawing} onClose={() => setWithdrawing(null)} />}
        </Section>
      )}
    </Asked>
  )
}

interface PeopleTableProps {
  readonly people: readonly Inspector[]
  readonly onWithdraw: ((training: Training) => void) | null
}

function PeopleTable({ people, onWithdraw }: PeopleTableProps) {
  const translate = useTranslations('inspections.training')
  const locale = useLocale()
  const day = (text: string) => formatDate(Date.parse(text), { locale, timeZone: 'UTC' })
  return (
    <DataTable caption={translate('caption')} rowHeight={42} stacked>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('person')}</Table.Th>
          <Table.Th>{translate('state')}</Table.Th>
          <Table.Th>{translate('records')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {people.map(({ id, name, validUntil, trainings }) => (
          <Table.Tr key={id}>
            <Table.Td>{name}</Table.Td>
            <Table.Td data-label={translate('state')} className={validUntil === null ? classes.warn : undefined}>
              {validUntil === null ? translate('none') : translate('until', { day: day(validUntil) })}
            </Table.Td>
            <Table.Td data-label={translate('records')}>
              {trainings.map((one) => (
                <div key={one.id} className={classes.buttons}>
                  <span>{translate('line', { topic: one.topic, day: day(one.heldOn) })}</span>
                  {one.withdrawnWhy === null && onWithdraw !== null ? (
                    <Button
                      size="compact-sm"
                      aria-label={translate('withdrawNamed', { topic: one.topic })}
                      onClick={() => onWithdraw(one)}
                    >
                      {translate('withdraw')}
                    </Button>
                  ) : null}
                  <span className={classes.second}>
                    {one.withdrawnWhy === null ? one.evidence : translate('withdrawn', { reason: one.withdrawnWhy })}
                  </span>
                </div>
              ))}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </DataTable>
  )
}
