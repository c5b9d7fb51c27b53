'use client'

import type { DeviceState, ListedDevice } from '@counterfoil/services/devices'
import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { DialogForm } from '../../components/dialog-form/dialog-form.tsx'
import { useApi } from '../../trpc/client.tsx'
import { deviceStates } from './device-words.ts'
import classes from './selection-bar.module.css'
import { useDeviceChange } from './use-device-change.ts'
import { useDeviceName } from './use-device-name.ts'

interface ManyDialogProps {
  readonly act: 'state' | 'handOver'
  readonly devices: readonly ListedDevice[]
  readonly onClose: () => void
}

/** One step for several devices; those it was refused for are named, the others are done. */
export default function ManyDialog({ act, devices: given, onClose }: ManyDialogProps) {
  const translate = useTranslations('devices.selection')
  const errors = useTranslations('devices.errors')
  const states = useTranslations('status.device')
  const api = useApi()
  const nameOf = useDeviceName()
  const { words, change } = useDeviceChange(() => {})
  // As they were chosen: a row may leave the list by what is done here.
  const [devices] = useState(given)
  const [to, setTo] = useState<DeviceState | ''>('')
  const [holder, setHolder] = useState('')
  const [reason, setReason] = useState('')
  const step = useMutation(api.devices.changeStates.mutationOptions(change))
  const handOver = useMutation(api.devices.handOverMany.mutationOptions(change))
  const isState = act === 'state'
  const { data: done, error, isPending } = isState ? step : handOver
  const ids = devices.map(({ id }) => id)
  const go = () => {
    if (done !== undefined) onClose()
    else if (isState) to !== '' && step.mutate({ ids, to, reason: reason.trim() })
    else handOver.mutate({ ids, holder: holder.trim(), note: reason.trim() || null })
  }
  const saying = (word: string) => {
    const key = word as Parameters<typeof errors.has>[0]
    return errors.has(key) ? errors(key) : word
  }
  return (
    <DialogForm
      title={translate(isState ? 'stateTitle' : 'handOverTitle', { count: ids.length })}
      why={translate('why')}
      submit={done !== undefined ? translate('close') : translate(isState ? 'stateSubmit' : 'handOver')}
      busy={isPending}
      ready={done !== undefined || (isState ? to !== '' && reason.trim() !== '' : holder.trim() !== '')}
      problem={error === null ? null : words(error)}
      onSubmit={go}
      onClose={onClose}
    >
      {done !== undefined ? (
        <div role="status">
          <p>{translate('done', { done: done.done, refused: done.refused.length })}</p>
          <ul className={classes.refused}>
            {done.refused.map((one) => {
              const device = devices.find(({ id }) => id === one.id)
              return (
                <li key={one.id}>
                  {device === undefined ? one.id : [nameOf(device), device.serial].filter(Boolean).join(' ')}:{' '}
                  {saying(one.reason)}
                </li>
              )
            })}
          </ul>
        </div>
      ) : isState ? (
        <>
          <NativeSelect
            label={translate('to')}
            data={[{ value: '', label: translate('choose') }, ...deviceStates.map((value) => ({ value, label: states(value) }))]}
            value={to}
            onChange={(event) => setTo(deviceStates.find((one) => one === event.currentTarget.value) ?? '')}
          />
          <ReasonField label={translate('reason')} value={reason} onChange={setReason} />
        </>
      ) : (
        <>
          <TextInput
            label={translate('holder')}
            maxLength={80}
            data-autofocus
            value={holder}
            onChange={(event) => setHolder(event.currentTarget.value)}
          />
          <ReasonField label={translate('note')} value={reason} onChange={setReason} />
        </>
      )}
    </DialogForm>
  )
}

interface ReasonFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
}

function ReasonField({ label, value, onChange }: ReasonFieldProps) {
  return (
    <Textarea
      label={label}
      maxLength={500}
      autosize
      minRows={2}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
