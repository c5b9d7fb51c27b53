'use client'

import type { ListedDestination } from '@counterfoil/services/alerts'
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
import { DestinationDialog } from './destination-dialog.tsx'
import { useAlertChange } from './use-alert-change.ts'
import { usePlaceWords } from './use-place-words.ts'
import { useTroubleWords } from './use-trouble-words.ts'

/** Who is told, of what, and after how long. Where they are is never shown. */
export function DestinationsSection({ mayChange }: { readonly mayChange: boolean }) {
  const translate = useTranslations('alerts')
  const api = useApi()
  const { placeName } = usePlaceWords()
  const [adding, setAdding] = useState(false)
  const destinations = useQuery(api.alerts.destinations.queryOptions(undefined, { refetchInterval: 15_000 }))
  return (
    <Section title={translate('destinations.title')} note={translate('destinations.note')}>
      {mayChange ? (
        <div className={classes.bar}>
          <Button onClick={() => setAdding(true)}>{translate('destinations.add')}</Button>
        </div>
      ) : null}
      <Asked of={destinations}>
        {(all) =>
          all.length === 0 ? (
            <p className={classes.none}>{translate('destinations.none')}</p>
          ) : (
            <DataTable caption={translate('destinations.title')} rowHeight={42} stacked>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{translate('destinations.name')}</Table.Th>
                  <Table.Th>{translate('destinations.of')}</Table.Th>
                  <Table.Th>{translate('destinations.when')}</Table.Th>
                  <Table.Th>{translate('destinations.test')}</Table.Th>
                  {mayChange ? <Table.Th>{translate('destinations.remove')}</Table.Th> : null}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {all.map((one) => (
                  <Table.Tr key={one.id}>
                    <Table.Td>
                      {one.name}
                      <span className={classes.second}>{translate(`kinds.${one.kind}`)}</span>
                    </Table.Td>
                    <Table.Td data-label={translate('destinations.of')}>
                      {placeName(one)}
                      <span className={classes.second}>{translate(`destinations.least.${one.leastSeverity}`)}</span>
                    </Table.Td>
                    <Table.Td data-label={translate('destinations.when')}>
                      {one.afterMinutes === 0
                        ? translate('destinations.atOnce')
                        : translate('destinations.afterMinutes', { count: one.afterMinutes })}
                      {one.untold === 0 ? null : (
                        <span className={classes.second}>{translate('destinations.untold', { count: one.untold })}</span>
                      )}
                    </Table.Td>
                    <Table.Td data-label={translate('destinations.test')}>
                      <TestCell destination={one} mayChange={mayChange} />
                    </Table.Td>
                    {mayChange ? (
                      <Table.Td data-label={translate('destinations.remove')}>
                        <RemoveCell destination={one} />
                      </Table.Td>
                    ) : null}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </DataTable>
          )
        }
      </Asked>
      {adding ? <DestinationDialog onClose={() => setAdding(false)} /> : null}
    </Section>
  )
}

function TestCell({ destination, mayChange }: { readonly destination: ListedDestination; readonly mayChange: boolean }) {
  const translate = useTranslations('alerts')
  const locale = useLocale()
  const timeZone = useTimeZone()
  const nowMs = useNowMs()
  const api = useApi()
  const troubleWords = useTroubleWords()
  const { words, change } = useAlertChange()
  const test = useMutation(api.alerts.testDestination.mutationOptions(change))
  const { id, name, testing, testedAt, testTrouble } = destination
  return (
    <>
      {mayChange ? (
        <Button
          size="compact-sm"
          loading={test.isPending || testing}
          aria-label={translate('destinations.testOf', { name })}
          onClick={() => test.mutate({ id })}
        >
          {translate('destinations.sendTest')}
        </Button>
      ) : null}
      {testedAt === null ? null : (
        <span className={classes.second}>
          {testTrouble === null
            ? translate('destinations.tested', { time: formatDateTime(testedAt.getTime(), { locale, timeZone }, nowMs) })
            : translate('destinations.notTaken', { why: troubleWords(testTrouble) })}
        </span>
      )}
      <ProblemLine text={test.error === null ? null : words(test.error)} />
    </>
  )
}

function RemoveCell({ destination: { id, name } }: { readonly destination: ListedDestination }) {
  const translate = useTranslations('alerts.destinations')
  const api = useApi()
  const { words, change } = useAlertChange()
  const remove = useMutation(api.alerts.removeDestination.mutationOptions(change))
  return (
    <>
      <ConfirmButton
        words={{ ask: translate('remove'), confirm: translate('removeNow'), keep: translate('keep') }}
        label={translate('removeOf', { name })}
        busy={remove.isPending}
        onConfirm={() => remove.mutate({ id })}
      />
      <ProblemLine text={remove.error === null ? null : words(remove.error)} />
    </>
  )
}
