'use client'

import { TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { DialogForm } from '../../components/dialog-form/dialog-form.tsx'
import { useApi } from '../../trpc/client.tsx'
import { useDeviceChange } from './use-device-change.ts'

interface HoldDialogProps {
  readonly id: number
  readonly onClose: () => void
}

/** Who holds it from now on. */
export function HandOverDialog({ id, onClose }: HoldDialogProps) {
  const translate = useTranslations('devices.custody')
  const api = useApi()
  const { words, change } = useDeviceChange(onClose)
  const handOver = useMutation(api.devices.handOver.mutationOptions(change))
  const [holder, setHolder] = useState('')
  const [note, setNote] = useState('')
  return (
    <DialogForm
      title={translate('handOver')}
      submit={translate('submit')}
      busy={handOver.isPending}
      ready={holder.trim() !== ''}
      problem={handOver.error === null ? null : words(handOver.error)}
      onSubmit={() => handOver.mutate({ id, holder: holder.trim(), note: note.trim() || null })}
      onClose={onClose}
    >
      <TextInput
        label={translate('holder')}
        data-autofocus
        maxLength={80}
        value={holder}
        onChange={(event) => setHolder(event.currentTarget.value)}
      />
      <TextInput
        label={translate('note')}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </DialogForm>
  )
}

/** A seal that was just put on. */
export function PlaceSealDialog({ id, onClose }: HoldDialogProps) {
  const translate = useTranslations('devices.seals')
  const api = useApi()
  const { words, change } = useDeviceChange(onClose)
  const place = useMutation(api.devices.placeSeal.mutationOptions(change))
  const [number, setNumber] = useState('')
  return (
    <DialogForm
      title={translate('place')}
      submit={translate('place')}
      busy={place.isPending}
      ready={number.trim() !== ''}
      problem={place.error === null ? null : words(place.error)}
      onSubmit={() => place.mutate({ id, number: number.trim() })}
      onClose={onClose}
    >
      <TextInput
        label={translate('number')}
        data-autofocus
        maxLength={40}
        value={number}
        onChange={(event) => setNumber(event.currentTarget.value)}
      />
    </DialogForm>
  )
}

/** A seal that was taken off, and why. */
export function RemoveSealDialog({ id, sealId, onClose }: HoldDialogProps & { readonly sealId: string }) {
  const translate = useTranslations('devices.seals')
  const api = useApi()
  const { words, change } = useDeviceChange(onClose)
  const remove = useMutation(api.devices.removeSeal.mutationOptions(change))
  const [reason, setReason] = useState('')
  return (
    <DialogForm
      title={translate('remove')}
      submit={translate('remove')}
      busy={remove.isPending}
      ready={reason.trim() !== ''}
      problem={remove.error === null ? null : words(remove.error)}
      onSubmit={() => remove.mutate({ id, sealId, reason: reason.trim() })}
      onClose={onClose}
    >
      <TextInput
        label={translate('why')}
        data-autofocus
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </DialogForm>
  )
}
