'use client'

import type { DeviceDetail, DeviceMay, DeviceState } from '@counterfoil/services/devices'
import { Button, Table } from '@mantine/core'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Section } from '../../components/section/section.tsx'
import { Status } from '../../components/status/status.tsx'
import classes from './device-page.module.css'
import { useSpanWords } from './use-span-words.ts'

const StateDialog = dynamic(() => import('./state-dialog.tsx'), { ssr: false })

/** What it is, what it may still do, which steps lead on, and each step so far. */
export function LifeSection({ device, mayChange }: { readonly device: DeviceDetail; readonly mayChange: boolean }) {
  const translate = useTranslations('devices.life')
  const states = useTranslations('status.device')
  const words = useSpanWords()
  const [to, setTo] = useState<DeviceState | null>(null)
  const allowed = (Object.keys(device.may) as (keyof DeviceMay)[]).filter((what) => device.may[what])
  return (
    <Section title={translate('section')} note={states(device.state)}>
      <p className={classes.may}>
        {allowed.length === 0
          ? translate('mayNothing')
          : translate('may', { what: allowed.map((what) => translate(`mayWords.${what}`)).join(translate('comma')) })}
      </p>
      {mayChange && device.next.length > 0 ? (
        <div className={classes.buttons}>
          {device.next.map((state) => (
            <Button key={state} onClick={() => setTo(state)}>
              {states(state)}…
            </Button>
          ))}
        </div>
      ) : null}
      <DataTable caption={translate('caption')} rowHeight={42} stacked>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{translate('state')}</Table.Th>
            <Table.Th>{translate('when')}</Table.Th>
            <Table.Th>{translate('why')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {device.states.map((span) => (
            <Table.Tr key={span.sinceMs}>
              <Table.Td>
                <Status axis="device" state={span.state} />
              </Table.Td>
              <Table.Td className={classes.words}>{words.span(span)}</Table.Td>
              <Table.Td className={classes.words}>
                {span.reason ?? translate('byItself')}
                <small>{words.by(span.by)}</small>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </DataTable>
      {to === null ? null : <StateDialog device={device} to={to} onClose={() => setTo(null)} />}
    </Section>
  )
}
