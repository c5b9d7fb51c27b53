'use client'

import type { DeviceKind } from '@counterfoil/services/devices'
import { NativeSelect, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { DialogForm } from '../../components/dialog-form/dialog-form.tsx'
import { useApi } from '../../trpc/client.tsx'
import { descriptionOf, draftOf } from './description-draft.ts'
import { DescriptionFields } from './description-fields.tsx'
import { deviceKinds } from './device-words.ts'
import { type StoreChoice, StoreField } from './store-field.tsx'
import { useDeviceChange } from './use-device-change.ts'

interface RegisterDialogProps {
  readonly stores: readonly StoreChoice[]
  readonly onClose: () => void
}

/** A device before it ever answers: what it is and where it is expected. */
export default function RegisterDialog({ stores, onClose }: RegisterDialogProps) {
  const translate = useTranslations('devices.register')
  const fields = useTranslations('devices.fields')
  const kinds = useTranslations('devices.kinds')
  const api = useApi()
  const { words, change } = useDeviceChange(onClose)
  const register = useMutation(api.devices.register.mutationOptions(change))
  const [kind, setKind] = useState<DeviceKind>('terminal')
  const [storeId, setStoreId] = useState<number | null>(null)
  const [lane, setLane] = useState('')
  const [draft, setDraft] = useState(draftOf)
  const hasLane = kind === 'terminal' && storeId !== null
  return (
    <DialogForm
      title={translate('title')}
      why={translate('why')}
      submit={translate('submit')}
      busy={register.isPending}
      ready
      problem={register.error === null ? null : words(register.error)}
      onSubmit={() =>
        register.mutate({ kind, storeId, lane: hasLane ? lane.trim() || null : null, description: descriptionOf(draft) })
      }
      onClose={onClose}
    >
      <NativeSelect
        label={fields('kind')}
        data={deviceKinds.map((value) => ({ value, label: kinds(value) }))}
        value={kind}
        onChange={(event) => setKind(event.currentTarget.value as DeviceKind)}
      />
      <StoreField stores={stores} storeId={storeId} onChange={setStoreId} clearable />
      {hasLane ? (
        <TextInput label={fields('lane')} maxLength={20} value={lane} onChange={(event) => setLane(event.currentTarget.value)} />
      ) : null}
      <DescriptionFields draft={draft} onChange={setDraft} />
    </DialogForm>
  )
}
