'use client'

import type { DeviceFilter, ListedDevice } from '@counterfoil/services/devices'
import { Button } from '@mantine/core'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { AskManyButton } from '../command-groups/index.ts'
import type { AskableKind } from '../commands/index.ts'
import { ExportButton } from './export-button.tsx'
import classes from './selection-bar.module.css'
import { useDeviceName } from './use-device-name.ts'

const ManyDialog = dynamic(() => import('./many-dialog.tsx'), { ssr: false })

interface SelectionBarProps {
  readonly devices: readonly ListedDevice[]
  readonly filter: DeviceFilter
  readonly mayChange: boolean
  readonly mayHold: boolean
  readonly askable: readonly AskableKind[]
  readonly onClear: () => void
}

/** What can be done to the rows that are chosen, and to which. */
export function SelectionBar({ devices, filter, mayChange, mayHold, askable, onClear }: SelectionBarProps) {
  const translate = useTranslations('devices.selection')
  const nameOf = useDeviceName()
  const [act, setAct] = useState<'state' | 'handOver' | null>(null)
  if (devices.length === 0 && act === null) return null
  const what = devices.map((device) => [nameOf(device), device.serial].filter(Boolean).join(' ')).join(translate('comma'))
  return (
    <section className={classes.bar} aria-label={translate('label')}>
      <b role="status">{translate('count', { count: devices.length })}</b>
      <span className={classes.what} title={what}>
        {what}
      </span>
      <span className={classes.acts}>
        {mayChange ? <Button onClick={() => setAct('state')}>{translate('state')}…</Button> : null}
        {mayHold ? <Button onClick={() => setAct('handOver')}>{translate('handOver')}…</Button> : null}
        <AskManyButton chosen={{ kind: 'devices', ids: devices.map(({ id }) => id) }} kinds={askable} />
        <ExportButton filter={filter} ids={devices.map(({ id }) => id)} />
        <Button variant="subtle" onClick={onClear}>
          {translate('clear')}
        </Button>
      </span>
      {act === null ? null : <ManyDialog act={act} devices={devices} onClose={() => setAct(null)} />}
    </section>
  )
}
