'use client'

import type { DeviceDetail } from '@counterfoil/services/devices'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { DialogForm } from '../../components/dialog-form/dialog-form.tsx'
import { useApi } from '../../trpc/client.tsx'
import { descriptionOf, draftOf } from './description-draft.ts'
import { DescriptionFields } from './description-fields.tsx'
import { useDeviceChange } from './use-device-change.ts'

/** Says anew what a device is; one that was found is registered by it. */
export default function DescribeDialog({ device, onClose }: { readonly device: DeviceDetail; readonly onClose: () => void }) {
  const translate = useTranslations('devices.describe')
  const api = useApi()
  const { words, change } = useDeviceChange(onClose)
  const describe = useMutation(api.devices.describe.mutationOptions(change))
  // As it was when the form was opened: a change by somebody else meanwhile must be noticed, not overwritten.
  const [before] = useState(device)
  const [draft, setDraft] = useState(() => draftOf(before))
  return (
    <DialogForm
      title={translate(device.registered ? 'title' : 'titleFound')}
      submit={translate('submit')}
      busy={describe.isPending}
      ready
      problem={describe.error === null ? null : words(describe.error)}
      onSubmit={() => describe.mutate({ id: before.id, rev: before.rev, description: descriptionOf(draft) })}
      onClose={onClose}
    >
      <DescriptionFields draft={draft} onChange={setDraft} />
    </DialogForm>
  )
}
