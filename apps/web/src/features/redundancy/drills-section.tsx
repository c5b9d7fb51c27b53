'use client'

import type { DrillTold, RedundancyDetail } from '@counterfoil/services/redundancy'
import { Table } from '@mantine/core'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'
import { useKnownWord } from '../../components/known-word/use-known-word.ts'
import { Section } from '../../components/section/section.tsx'
import { Status } from '../../components/status/status.tsx'
import classes from './redundancy.module.css'
import { useDrillName } from './use-drill-name.ts'

/** What was tried here, and what came of it. */
export function DrillsSection({ detail }: { readonly detail: RedundancyDetail }) {
  const translate = useTranslations('redundancy.drills')
  const { drills } = detail
  return (
    <Section title={translate('title')}>
      {drills.length === 0 ? (
        <p className={classes.quiet}>{translate('none')}</p>
      ) : (
        <DataTable caption={translate('caption')} rowHeight={42} minWidth={560} stacked>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{translate('what')}</Table.Th>
              <Table.Th>{translate('result')}</Table.Th>
              <Table.Th>{translate('begun')}</Table.Th>
              <Table.Th>{translate('reason')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {drills.map((drill) => (
              <DrillRow key={drill.id} drill={drill} detail={detail} />
            ))}
          </Table.Tbody>
        </DataTable>
      )}
    </Section>
  )
}

function DrillRow({ drill, detail }: { readonly drill: DrillTold; readonly detail: RedundancyDetail }) {
  const translate = useTranslations('redundancy.drills')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const nameOf = useDrillName(detail)
  const ownWord = useKnownWord('redundancy', 'codes')
  const agentWord = useKnownWord('commands', 'codes')
  const { state, code, begunAtMs, begunBy, endedBy, reason } = drill
  const word = (told: string) => (ownWord(told) === told.replaceAll('_', ' ') ? agentWord(told) : ownWord(told))
  return (
    <Table.Tr>
      <Table.Td className={classes.what}>{nameOf(drill)}</Table.Td>
      <Table.Td className={classes.what}>
        <Status axis="drill" state={state} />
        {code === null ? null : <small className={classes.how}>{word(code)}</small>}
        {endedBy === null ? null : <small className={classes.how}>{translate('by', { name: endedBy })}</small>}
      </Table.Td>
      <Table.Td className={classes.what}>
        {formatDateTime(begunAtMs, place, nowMs)}
        <small className={classes.how}>{begunBy}</small>
      </Table.Td>
      <Table.Td className={classes.what} data-label={translate('reason')}>
        {reason}
      </Table.Td>
    </Table.Tr>
  )
}
