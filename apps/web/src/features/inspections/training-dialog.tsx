'use client'

import type { Inspector } from '@counterfoil/services/inspections'
import { Select, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { DialogForm } from '../../components/dialog-form/dialog-form.tsx'
import { useApi } from '../../trpc/client.tsx'
import { useInspectionChange } from './use-inspection-change.ts'

interface TrainingDialogProps {
  readonly people: readonly Inspector[]
  readonly onClose: () => void
}

/** Who was taught what, when, until when that holds, and where it is proved. */
export default function TrainingDialog({ people, onClose }: TrainingDialogProps) {
  const translate = useTranslations('inspections.training')
  const api = useApi()
  const { words, change } = useInspectionChange(onClose)
  const save = useMutation(api.inspections.recordTraining.mutationOptions(change))
  const [personId, setPerson] = useState<string | null>(null)
  const [topic, setTopic] = useState('')
  const [heldOn, setHeldOn] = useState('')
  const [validUntil, setValidUntil] = useState('')
  const [evidence, setEvidence] = useState('')
  const ready = personId !== null && topic.trim() !== '' && heldOn !== '' && validUntil >= heldOn && evidence.trim() !== ''
  return (
    <DialogForm
      title={translate('add')}
      why={translate('dialogWhy')}
      submit={translate('save')}
      busy={save.isPending}
      ready={ready}
      problem={save.error === null ? null : words(save.error)}
      onSubmit={() => {
        if (personId !== null) save.mutate({ personId, topic: topic.trim(), heldOn, validUntil, evidence: evidence.trim() })
      }}
      onClose={onClose}
    >
      <Select
        label={translate('person')}
        data={people.map(({ id, name }) => ({ value: id, label: name }))}
        value={personId}
        onChange={setPerson}
        searchable
        data-autofocus
      />
      <TextInput
        label={translate('topic')}
        maxLength={200}
        value={topic}
        onChange={({ currentTarget }) => setTopic(currentTarget.value)}
      />
      <TextInput
        type="date"
        label={translate('heldOn')}
        value={heldOn}
        onChange={({ currentTarget }) => setHeldOn(currentTarget.value)}
      />
      <TextInput
        type="date"
        label={translate('validUntil')}
        min={heldOn}
        value={validUntil}
        onChange={({ currentTarget }) => setValidUntil(currentTarget.value)}
      />
      <Textarea
        label={translate('evidence')}
        autosize
        minRows={2}
        maxLength={2_000}
        value={evidence}
        onChange={({ currentTarget }) => setEvidence(currentTarget.value)}
      />
    </DialogForm>
  )
}
