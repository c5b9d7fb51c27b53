'use client'

import type { ListedDocument } from '@counterfoil/services/device-documents'
import { Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { DialogForm } from '../../../components/dialog-form/dialog-form.tsx'
import { useRefusalWords } from '../../../components/refusal/use-refusal-words.ts'
import { useApi } from '../../../trpc/client.tsx'

/** Takes a document away, with the reason that stays. */
export default function RemoveDialog({ document, onClose }: { readonly document: ListedDocument; readonly onClose: () => void }) {
  const translate = useTranslations('deviceDocuments')
  const words = useRefusalWords('deviceDocuments')
  const api = useApi()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const remove = useMutation(
    api.deviceDocuments.remove.mutationOptions({
      onSuccess: onClose,
      onSettled: () => queries.invalidateQueries(api.deviceDocuments.pathFilter()),
    }),
  )
  return (
    <DialogForm
      title={translate('removeTitle', { name: document.name })}
      why={translate('removeWhy')}
      submit={translate('remove')}
      busy={remove.isPending}
      ready={reason.trim() !== ''}
      problem={remove.error === null ? null : words(remove.error)}
      onSubmit={() => remove.mutate({ id: document.id, reason: reason.trim() })}
      onClose={onClose}
    >
      <Textarea
        label={translate('why')}
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
