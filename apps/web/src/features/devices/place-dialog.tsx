'use client'

import type { DeviceDetail } from '@counterfoil/services/devices'
import { TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { DialogForm } from '../../components/dialog-form/dialog-form.tsx'
import { useApi } from '../../trpc/client.tsx'
import { StoreField } from './store-field.tsx'
import { useDeviceChange } from './use-device-change.ts'

/** Where a device stands from now on. */
export default function PlaceDialog({ device, onClose }: { readonly device: DeviceDetail; readonly onClose: () => void }) {
  const translate = useTranslations('devices.place')
  const fields = useTranslations('devices.fields')
  const api = useApi()
  const { words, change } = useDeviceChange(onClose)
  const place = useMutation(api.devices.place.mutationOptions(change))
  const scopes = useQuery(api.stores.scopes.queryOptions(undefined, { staleTime: 60_000 }))
  const [storeId, setStoreId] = useState(device.storeId)
  const [lane, setLane] = useState(device.lane ?? '')
  const [reason, setReason] = useState('')
  const hasLane = device.kind === 'terminal'
  return (
    <DialogForm
      title={translate('title')}
      why={translate('why')}
      submit={translate('submit')}
      busy={place.isPending}
      ready={storeId !== null && reason.trim() !== ''}
      problem={place.error === null ? null : words(place.error)}
      onSubmit={() =>
        storeId !== null &&
        place.mutate({ id: device.id, storeId, lane: hasLane ? lane.trim() || null : null, reason: reason.trim() })
      }
      onClose={onClose}
    >
      <StoreField stores={scopes.data ?? []} storeId={storeId} onChange={setStoreId} />
      {hasLane ? (
        <TextInput label={fields('lane')} maxLength={20} value={lane} onChange={(event) => setLane(event.currentTarget.value)} />
      ) : null}
      <TextInput
        label={translate('reason')}
        required
        withAsterisk={false}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </DialogForm>
  )
}
