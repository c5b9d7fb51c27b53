'use client'

import type { AxisNow, PartNow, RedundancyDetail } from '@counterfoil/services/redundancy'
import { Button, Table } from '@mantine/core'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { formatDate } from '../../components/format/date-time.ts'
import { Section } from '../../components/section/section.tsx'
import { Status } from '../../components/status/status.tsx'
import { DrillForm } from './drill-form.tsx'
import { Evidence } from './evidence.tsx'
import type { MayTry } from './may-try.ts'
import classes from './redundancy.module.css'
import { usePartWords } from './use-part-words.ts'

interface AxisSectionProps {
  readonly now: AxisNow
  readonly detail: RedundancyDetail
  readonly may: MayTry
}

/** One thing a store can have twice: each part of it, its stand-in, and what showed that it serves. */
export function AxisSection({ now, detail, may }: AxisSectionProps) {
  const translate = useTranslations('redundancy')
  const [trying, setTrying] = useState<PartNow | null>(null)
  const { axis, state, parts } = now
  const mayTry = axis === 'hub' ? may.disturb : may.drill
  return (
    <Section title={translate(`axes.${axis}.title`)} note={<Status axis="redundancy" state={state} />}>
      <p className={classes.quiet}>{translate(`axes.${axis}.means`)}</p>
      <DataTable
        caption={translate('part.caption', { axis: translate(`axes.${axis}.title`) })}
        rowHeight={42}
        minWidth={640}
        stacked
      >
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="20%">{translate('part.what')}</Table.Th>
            <Table.Th w="17%">{translate('part.state')}</Table.Th>
            <Table.Th w="25%">{translate('part.spare')}</Table.Th>
            <Table.Th w="26%">{translate('part.shown')}</Table.Th>
            <Table.Th w="12%">{translate('part.try')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {parts.map((part) => (
            <PartRow
              key={part.subject}
              part={part}
              detail={detail}
              onTry={mayTry && part.spares.length > 0 && detail.running === null ? () => setTrying(part) : null}
            />
          ))}
        </Table.Tbody>
      </DataTable>
      {trying === null || detail.running !== null ? null : (
        <DrillForm part={trying} storeId={detail.store.storeId} onClose={() => setTrying(null)} />
      )}
    </Section>
  )
}

interface PartRowProps {
  readonly part: PartNow
  readonly detail: RedundancyDetail
  readonly onTry: (() => void) | null
}

function PartRow({ part, detail, onTry }: PartRowProps) {
  const translate = useTranslations('redundancy')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const words = usePartWords()
  const { axis, state, main, spares, sinceMs, reason, agreedOtherwise, shown, dueAtMs, subject } = part
  const inUse = axis === 'hub' ? detail.agents.find(({ agentId }) => String(agentId) === subject)?.hubInUse : null
  return (
    <Table.Tr>
      <Table.Td className={classes.what}>
        {words.nameOf(part)}
        {main === null || main === words.nameOf(part) ? null : <small className={classes.how}>{words.thing(axis, main)}</small>}
        {inUse == null ? null : <small className={classes.how}>{translate('part.inUse', { address: inUse })}</small>}
      </Table.Td>
      <Table.Td className={classes.what}>
        <Status axis="redundancy" state={state} />
        {sinceMs === null ? null : (
          <small className={classes.how}>{translate('part.since', { date: formatDate(sinceMs, place) })}</small>
        )}
      </Table.Td>
      <Table.Td className={classes.what} data-label={translate('part.spare')}>
        {spares.map((spare) => words.spare(axis, spare)).join(', ')}
        {reason === null ? null : translate(`reasons.${reason}`)}
        {agreedOtherwise ? (
          <small className={classes.how}>
            <Link href={`/stores/${detail.store.storeId}/commissioning`} data-link>
              {translate('part.agreedOtherwise')}
            </Link>
          </small>
        ) : null}
      </Table.Td>
      <Table.Td className={classes.what} data-label={shown === null && spares.length === 0 ? undefined : translate('part.shown')}>
        {shown === null ? (
          spares.length === 0 ? null : (
            translate('part.never')
          )
        ) : (
          <>
            <Evidence shown={shown} />
            {dueAtMs === null ? null : (
              <small className={classes.how}>
                {translate(state === 'spare_tested' ? 'part.dueOn' : 'part.dueAgain', { date: formatDate(dueAtMs, place) })}
              </small>
            )}
          </>
        )}
      </Table.Td>
      <Table.Td data-action>
        {onTry === null ? null : (
          <Button onClick={onTry} aria-label={translate('part.beginFor', { name: words.nameOf(part) })}>
            {translate('part.begin')}
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
