'use client'

import type { ListedWindow } from '@counterfoil/services/alerts'
import { Button, Table } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { ConfirmButton } from '../../components/confirm-button/confirm-button.tsx'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './alerts.module.css'
import { Asked } from './asked.tsx'
import { useAlertChange } from './use-alert-change.ts'
import { usePlaceWords } from './use-place-words.ts'
import { WindowDialog } from './window-dialog.tsx'

/** When nobody is told, why, and who said so; past ones stay. */
export function WindowsSection({ mayChange }: { readonly mayChange: boolean }) {
  const translate = useTranslations('alerts')
  const locale = useLocale()
  const timeZone = useTimeZone()
  const nowMs = useNowMs()
  const api = useApi()
  const { placeName } = usePlaceWords()
  const [adding, setAdding] = useState(false)
  const windows = useQuery(api.alerts.windows.queryOptions(undefined, { refetchInterval: 15_000 }))
  const time = (at: Date) => formatDateTime(at.getTime(), { locale, timeZone }, nowMs)
  return (
    <Section title={translate('windows.title')} note={translate('windows.note')}>
      {mayChange ? (
        <div className={classes.bar}>
          <Button onClick={() => setAdding(true)}>{translate('windows.add')}</Button>
        </div>
      ) : null}
      <Asked of={windows}>
        {(all) =>
          all.length === 0 ? (
            <p className={classes.none}>{translate('windows.none')}</p>
          ) : (
            <DataTable caption={translate('windows.title')} rowHeight={42} stacked>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{translate('place')}</Table.Th>
                  <Table.Th>{translate('windows.span')}</Table.Th>
                  <Table.Th>{translate('reason')}</Table.Th>
                  <Table.Th>{translate('windows.state')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {all.map((one) => (
                  <Table.Tr key={one.id}>
                    <Table.Td>{placeName(one)}</Table.Td>
                    <Table.Td data-label={translate('windows.span')}>
                      {translate('windows.fromUntil', { from: time(one.startsAt), until: time(one.endsAt) })}
                    </Table.Td>
                    <Table.Td data-label={translate('reason')}>
                      {one.reason}
                      <span className={classes.second}>{one.madeBy ?? '–'}</span>
                    </Table.Td>
                    <Table.Td data-label={translate('windows.state')}>
                      {translate(`windows.states.${one.state}`)}
                      {one.endedBy === null ? null : (
                        <span className={classes.second}>{translate('windows.endedBy', { who: one.endedBy })}</span>
                      )}
                      {mayChange && one.state !== 'over' ? <EndCell window={one} name={placeName(one)} /> : null}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </DataTable>
          )
        }
      </Asked>
      {adding ? <WindowDialog onClose={() => setAdding(false)} /> : null}
    </Section>
  )
}

function EndCell({ window: { id }, name }: { readonly window: ListedWindow; readonly name: string }) {
  const translate = useTranslations('alerts.windows')
  const api = useApi()
  const { words, change } = useAlertChange()
  const end = useMutation(api.alerts.endWindow.mutationOptions(change))
  return (
    <>
      {' '}
      <ConfirmButton
        words={{ ask: translate('end'), confirm: translate('endNow'), keep: translate('keep') }}
        label={translate('endOf', { name })}
        busy={end.isPending}
        onConfirm={() => end.mutate({ id })}
      />
      <ProblemLine text={end.error === null ? null : words(end.error)} />
    </>
  )
}
