'use client'

import type { DeviceDetail, DeviceSeal, SealFinding } from '@counterfoil/services/devices'
import { Button, NativeSelect, Table } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { Section } from '../../components/section/section.tsx'
import { Status } from '../../components/status/status.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './device-page.module.css'
import { sealFindings } from './device-words.ts'
import { PlaceSealDialog, RemoveSealDialog } from './hold-dialogs.tsx'
import { useDeviceChange } from './use-device-change.ts'
import { useSpanWords } from './use-span-words.ts'

interface SealsSectionProps {
  readonly device: DeviceDetail
  readonly mayHold: boolean
}

/** The seals on it, how each was found last, and those that were taken off. */
export function SealsSection({ device, mayHold }: SealsSectionProps) {
  const translate = useTranslations('devices.seals')
  const [placing, setPlacing] = useState(false)
  const [removing, setRemoving] = useState<string | null>(null)
  return (
    <Section title={translate('section')}>
      {mayHold && device.may.beHeld ? (
        <div className={classes.buttons}>
          <Button onClick={() => setPlacing(true)}>{translate('place')}…</Button>
        </div>
      ) : null}
      {device.seals.length === 0 ? (
        <p className={classes.none}>{translate('none')}</p>
      ) : (
        <DataTable caption={translate('section')} rowHeight={42} stacked>
          <Table.Tbody>
            {device.seals.map((seal) => (
              <SealRow key={seal.id} id={device.id} seal={seal} mayHold={mayHold} onRemove={() => setRemoving(seal.id)} />
            ))}
          </Table.Tbody>
        </DataTable>
      )}
      {placing ? <PlaceSealDialog id={device.id} onClose={() => setPlacing(false)} /> : null}
      {removing === null ? null : <RemoveSealDialog id={device.id} sealId={removing} onClose={() => setRemoving(null)} />}
    </Section>
  )
}

interface SealRowProps {
  readonly id: number
  readonly seal: DeviceSeal
  readonly mayHold: boolean
  readonly onRemove: () => void
}

function SealRow({ id, seal, mayHold, onRemove }: SealRowProps) {
  const translate = useTranslations('devices.seals')
  const states = useTranslations('status.seal')
  const words = useSpanWords()
  const api = useApi()
  const { words: refusal, change } = useDeviceChange(() => {})
  const check = useMutation(api.devices.checkSeal.mutationOptions(change))
  const isOn = seal.removedAtMs === null
  return (
    <Table.Tr>
      <Table.Td className={classes.number}>{seal.number}</Table.Td>
      <Table.Td className={classes.words}>
        {translate('placed', { time: words.time(seal.placedAtMs), by: words.by(seal.placedBy) })}
        {seal.removedAtMs === null ? null : (
          <small>{translate('removed', { time: words.time(seal.removedAtMs), why: seal.removedWhy ?? '' })}</small>
        )}
      </Table.Td>
      <Table.Td>
        {seal.found === null ? translate('unchecked') : <Status axis="seal" state={seal.found} />}
        {seal.checkedAtMs === null ? null : <small>{words.time(seal.checkedAtMs)}</small>}
      </Table.Td>
      <Table.Td data-action>
        {isOn && mayHold ? (
          <span className={classes.buttons}>
            <NativeSelect
              aria-label={translate('check', { number: seal.number })}
              data={[
                { value: '', label: translate('looked') },
                ...sealFindings.map((value) => ({ value, label: states(value) })),
              ]}
              value=""
              disabled={check.isPending}
              onChange={(event) => {
                const found = event.currentTarget.value
                if (found !== '') check.mutate({ id, sealId: seal.id, found: found as SealFinding })
              }}
            />
            <Button size="compact-sm" aria-label={translate('removeNamed', { number: seal.number })} onClick={onRemove}>
              {translate('remove')}…
            </Button>
          </span>
        ) : null}
        {check.error === null ? null : <ProblemLine text={refusal(check.error)} />}
      </Table.Td>
    </Table.Tr>
  )
}
