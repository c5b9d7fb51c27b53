'use client'

import type { DeviceDetail } from '@counterfoil/services/devices'
import { Button, Table } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { Section } from '../../components/section/section.tsx'
import classes from './device-page.module.css'
import { HandOverDialog } from './hold-dialogs.tsx'
import { useSpanWords } from './use-span-words.ts'

/** Who holds it and who held it. */
export function CustodySection({ device, mayHold }: { readonly device: DeviceDetail; readonly mayHold: boolean }) {
  const translate = useTranslations('devices.custody')
  const words = useSpanWords()
  const [handing, setHanding] = useState(false)
  return (
    <Section title={translate('section')} note={device.holder ?? translate('nobody')}>
      {mayHold && device.may.beHeld ? (
        <div className={classes.buttons}>
          <Button onClick={() => setHanding(true)}>{translate('handOver')}…</Button>
        </div>
      ) : null}
      {device.custody.length === 0 ? (
        <p className={classes.none}>{translate('none')}</p>
      ) : (
        <DataTable caption={translate('section')} rowHeight={42} stacked>
          <Table.Tbody>
            {device.custody.map((span) => (
              <Table.Tr key={span.sinceMs}>
                <Table.Td className={classes.words}>
                  {span.holder}
                  {span.note === null ? null : <small>{span.note}</small>}
                </Table.Td>
                <Table.Td className={classes.words}>{words.span(span)}</Table.Td>
                <Table.Td>{words.by(span.by)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </DataTable>
      )}
      {handing ? <HandOverDialog id={device.id} onClose={() => setHanding(false)} /> : null}
    </Section>
  )
}
