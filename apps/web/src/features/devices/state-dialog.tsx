'use client'

import type { DeviceDetail, DeviceState } from '@counterfoil/services/devices'
import { Select, Textarea } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { DialogForm } from '../../components/dialog-form/dialog-form.tsx'
import { useApi } from '../../trpc/client.tsx'
import { useDeviceChange } from './use-device-change.ts'
import { useDeviceName } from './use-device-name.ts'

interface StateDialogProps {
  readonly device: DeviceDetail
  readonly to: DeviceState
  readonly onClose: () => void
}

/** A step of its life, with its reason; a swap names what takes its place. */
export default function StateDialog({ device, to, onClose }: StateDialogProps) {
  const translate = useTranslations('devices.life')
  const states = useTranslations('status.device')
  const api = useApi()
  const nameOf = useDeviceName()
  const { words, change } = useDeviceChange(onClose)
  const step = useMutation(api.devices.changeState.mutationOptions(change))
  const [reason, setReason] = useState('')
  const [replacedBy, setReplacedBy] = useState<number | null>(null)
  return (
    <DialogForm
      title={translate('title', { name: nameOf(device), state: states(to) })}
      why={translate(`follows.${to}`)}
      submit={translate('submit', { state: states(to) })}
      busy={step.isPending}
      ready={reason.trim() !== ''}
      problem={step.error === null ? null : words(step.error)}
      onSubmit={() => step.mutate({ id: device.id, to, reason: reason.trim(), ...(replacedBy === null ? {} : { replacedBy }) })}
      onClose={onClose}
    >
      {to === 'swapped_out' ? <ReplacementField device={device} chosen={replacedBy} onChange={setReplacedBy} /> : null}
      <Textarea
        label={translate('reason')}
        required
        withAsterisk={false}
        maxLength={500}
        autosize
        minRows={2}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </DialogForm>
  )
}

interface ReplacementFieldProps {
  readonly device: DeviceDetail
  readonly chosen: number | null
  readonly onChange: (id: number | null) => void
}

/** Devices of the kind that wait for a place, or are awaited in this store. */
function ReplacementField({ device, chosen, onChange }: ReplacementFieldProps) {
  const translate = useTranslations('devices.life')
  const api = useApi()
  const nameOf = useDeviceName()
  const { kind, storeId } = device
  const unplaced = useQuery(
    api.devices.list.queryOptions({ filter: { scope: { kind: 'chain' }, kind, state: 'unplaced' }, limit: 200 }),
  )
  const awaited = useQuery(
    api.devices.list.queryOptions(
      { filter: { scope: { kind: 'store', storeId: storeId ?? 0 }, kind, state: 'awaited' }, limit: 200 },
      { enabled: storeId !== null },
    ),
  )
  const choices = [...(awaited.data?.devices ?? []), ...(unplaced.data?.devices ?? [])].filter(({ id }) => id !== device.id)
  return (
    <Select
      label={translate('replacedBy')}
      placeholder={translate('replacedByNobody')}
      data={choices.map((one) => ({ value: String(one.id), label: [nameOf(one), one.serial].filter(Boolean).join(' ') }))}
      value={chosen === null ? null : String(chosen)}
      onChange={(value) => onChange(value === null ? null : Number(value))}
      searchable
      clearable
      comboboxProps={{ withinPortal: false }}
    />
  )
}
