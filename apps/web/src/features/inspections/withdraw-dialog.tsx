'use client'

import type { Training } from '@counterfoil/services/inspections'
import { TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { DialogForm } from '../../components/dialog-form/dialog-form.tsx'
import { useApi } from '../../trpc/client.tsx'
import { useInspectionChange } from './use-inspection-change.ts'

/** Takes back what was recorded wrongly; its line stays. */
export default function WithdrawDialog({ training, onClose }: { readonly training: Training; readonly onClose: () => void }) {
  const translate = useTranslations('inspections.training')
  const api = useApi()
  const { words, change } = useInspectionChange(onClose)
  const withdraw = useMutation(api.inspections.withdrawTraining.mutationOptions(change))
  const [reason, setReason] = useState('')
  return (
    <DialogForm
      title={translate('withdrawNamed', { topic: training.topic })}
      why={translate('withdrawWhy')}
      submit={translate('withdraw')}
      busy={withdraw.isPending}
      ready={reason.trim() !== ''}
      problem={withdraw.error === null ? null : words(withdraw.error)}
      onSubmit={() => withdraw.mutate({ id: training.id, reason: reason.trim() })}
      onClose={onClose}
    >
      <TextInput
        label={translate('reason')}
        data-autofocus
        maxLength={500}
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
    </DialogForm>
  )
}
