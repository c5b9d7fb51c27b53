'use client'

import type { UnwellDevice } from '@counterfoil/services/device-health'
import { Table } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { Age } from '../../components/age/age.tsx'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { formatCount } from '../../components/format/number.ts'
import { formatSpan } from '../../components/format/span.ts'
import { hrefInScope } from '../../components/scope/scope.ts'
import { useScope } from '../../components/scope/use-scope.ts'
import { Section } from '../../components/section/section.tsx'
import { StoreName } from '../../components/store-name/store-name.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './device-health.module.css'
import { FindingWords } from './finding.tsx'
import { shownCodes } from './health-look.ts'
import { useHealthWords } from './use-health-words.ts'

const AGAIN_MS = 15_000
const SHOWN = 50

/** Who needs a look, the worst first, each with its reason, its figures and what to do. */
export function UnwellSection() {
  const translate = useTranslations('health.unwell')
  const codes = useTranslations('health.codes')
  const locale = useLocale()
  const api = useApi()
  const { scope } = useScope()
  const [code, setCode] = useState<(typeof shownCodes)[number] | null>(null)
  const { data, error, refetch, dataUpdatedAt } = useQuery(
    api.devices.unwell.queryOptions(
      { scope, limit: SHOWN, ...(code === null ? {} : { code }) },
      { refetchInterval: AGAIN_MS, placeholderData: keepPreviousData },
    ),
  )
  return (
    <Section
      title={translate('section')}
      note={translate('note')}
      aside={data === undefined ? null : <Age sinceMs={dataUpdatedAt} />}
    >
      {data === undefined ? (
        error === null ? (
          <p className={classes.well} aria-busy="true">
            …
          </p>
        ) : (
          <ErrorState title={translate('failed')} message={error.message} onRetry={() => void refetch()} />
        )
      ) : (
        <>
          <div className={classes.chips}>
            <Chip pressed={code === null} onPress={() => setCode(null)} count={data.total} word={translate('all')} />
            {shownCodes.map((each) => {
              const count = data.byCode[each] ?? 0
              if (count === 0 && code !== each) return null
              return (
                <Chip
                  key={each}
                  pressed={code === each}
                  onPress={() => setCode(code === each ? null : each)}
                  count={count}
                  word={codes(`${each}.title`)}
                />
              )
            })}
          </div>
          {data.devices.length === 0 ? (
            <p className={classes.well}>{translate('well')}</p>
          ) : (
            <UnwellTable devices={data.devices} />
          )}
        </>
      )}
    </Section>
  )

  function Chip(given: { pressed: boolean; onPress: () => void; count: number; word: string }) {
    return (
      <button type="button" className={classes.chip} aria-pressed={given.pressed} onClick={given.onPress}>
        <b>{formatCount(given.count, locale)}</b> {given.word}
      </button>
    )
  }
}

function UnwellTable({ devices }: { readonly devices: readonly UnwellDevice[] }) {
  const translate = useTranslations('health.unwell')
  return (
    <DataTable caption={translate('caption')} rowHeight={42} layout="fixed" stacked>
      <colgroup>
        <col className={classes.stateColumn} />
        <col className={classes.deviceColumn} />
        <col />
        <col className={classes.laneColumn} />
        <col className={classes.saleColumn} />
        <col className={classes.timeColumn} />
        <col className={classes.nextColumn} />
      </colgroup>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('columns.state')}</Table.Th>
          <Table.Th>{translate('columns.device')}</Table.Th>
          <Table.Th>{translate('columns.store')}</Table.Th>
          <Table.Th>{translate('columns.lane')}</Table.Th>
          <Table.Th data-right>{translate('columns.sale')}</Table.Th>
          <Table.Th data-right>{translate('columns.since')}</Table.Th>
          <Table.Th>{translate('columns.next')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {devices.map((device) => (
          <UnwellRow key={device.deviceId} device={device} />
        ))}
      </Table.Tbody>
    </DataTable>
  )
}

function UnwellRow({ device }: { readonly device: UnwellDevice }) {
  const translate = useTranslations('health.unwell')
  const inventory = useTranslations('devices')
  const locale = useLocale()
  const nowMs = useNowMs()
  const { scope } = useScope()
  const { next } = useHealthWords()(device.finding)
  const { storeCode, storeName, storeNameLang, storeId, lastApprovedAtMs, kind, make, model, deviceId } = device
  const name = [make, model].filter(Boolean).join(' ') || inventory('unnamed', { kind: inventory(`kinds.${kind}`), id: deviceId })
  return (
    <Table.Tr>
      <Table.Td className={classes.words}>
        <FindingWords finding={device.finding} more={device.more === 0 ? undefined : translate('more', { count: device.more })} />
      </Table.Td>
      <Table.Td>
        <Link href={hrefInScope(`/devices/${device.deviceId}`, scope)} data-link>
          {name}
        </Link>
        <small className={classes.serial}>{device.serial ?? device.hostname ?? inventory('noSerial')}</small>
      </Table.Td>
      <Table.Td data-label={translate('columns.store')}>
        <StoreName store={{ code: storeCode, name: storeName, nameLang: storeNameLang }} href={`/stores/${storeId}`} />
      </Table.Td>
      <Table.Td data-label={device.lane === null ? undefined : translate('columns.lane')}>{device.lane ?? ''}</Table.Td>
      <Table.Td data-right data-label={lastApprovedAtMs === null ? undefined : translate('columns.sale')}>
        {lastApprovedAtMs === null ? '' : formatSpan(nowMs - lastApprovedAtMs, locale)}
      </Table.Td>
      <Table.Td data-right data-label={translate('columns.since')}>
        {formatSpan(nowMs - device.finding.sinceMs, locale)}
      </Table.Td>
      <Table.Td className={classes.words} data-label={translate('columns.next')}>
        {next}
      </Table.Td>
    </Table.Tr>
  )
}
