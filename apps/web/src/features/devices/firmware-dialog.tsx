'use client'

import type { FirmwareModel } from '@counterfoil/services/firmware'
import { Checkbox, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { DialogForm } from '../../components/dialog-form/dialog-form.tsx'
import { useRefusalWords } from '../../components/refusal/use-refusal-words.ts'
import { useApi } from '../../trpc/client.tsx'

const LONGEST = 60

/** Says which firmware of a model may run and which is current, with why; or takes that back. */
export default function FirmwareDialog({ of, onClose }: { readonly of: FirmwareModel | null; readonly onClose: () => void }) {
  const translate = useTranslations('devices.firmware')
  const words = useRefusalWords('devices')
  const api = useApi()
  const queries = useQueryClient()
  const change = {
    onSuccess: onClose,
    onSettled: () => queries.invalidateQueries(api.firmware.pathFilter()),
  }
  const set = useMutation(api.firmware.set.mutationOptions(change))
  const end = useMutation(api.firmware.end.mutationOptions(change))
  const rule = of?.rule ?? null
  const [make, setMake] = useState(rule?.make ?? of?.make ?? '')
  const [model, setModel] = useState(rule?.model ?? of?.model ?? '')
  const [least, setLeast] = useState(rule?.least ?? '')
  const [current, setCurrent] = useState(rule?.current ?? '')
  const [why, setWhy] = useState(rule?.why ?? '')
  const [ending, setEnding] = useState(false)
  const orNull = (text: string) => (text.trim() === '' ? null : text.trim())
  const isNamed = make.trim() !== '' && model.trim() !== ''
  const ready = isNamed && why.trim() !== '' && (ending || orNull(least) !== null || orNull(current) !== null)
  const error = set.error ?? end.error
  const version = { make: make.trim(), model: model.trim(), before: of?.version ?? 0, why: why.trim() }
  return (
    <DialogForm
      title={translate('dialogTitle')}
      why={translate(ending ? 'endWhy' : 'dialogWhy')}
      submit={translate(ending ? 'end' : 'save')}
      busy={set.isPending || end.isPending}
      ready={ready}
      problem={error === null ? null : words(error)}
      onSubmit={() => (ending ? end.mutate(version) : set.mutate({ ...version, least: orNull(least), current: orNull(current) }))}
      onClose={onClose}
    >
      <TextInput
        label={translate('make')}
        maxLength={LONGEST}
        disabled={rule !== null}
        data-autofocus={rule === null ? true : undefined}
        value={make}
        onChange={({ currentTarget }) => setMake(currentTarget.value)}
      />
      <TextInput
        label={translate('model')}
        maxLength={LONGEST}
        disabled={rule !== null}
        value={model}
        onChange={({ currentTarget }) => setModel(currentTarget.value)}
      />
      <TextInput
        label={translate('leastField')}
        maxLength={LONGEST}
        disabled={ending}
        value={least}
        onChange={({ currentTarget }) => setLeast(currentTarget.value)}
      />
      <TextInput
        label={translate('currentField')}
        maxLength={LONGEST}
        disabled={ending}
        value={current}
        onChange={({ currentTarget }) => setCurrent(currentTarget.value)}
      />
      <TextInput
        label={translate('why')}
        maxLength={500}
        value={why}
        onChange={({ currentTarget }) => setWhy(currentTarget.value)}
      />
      {rule === null ? null : (
        <Checkbox
          label={translate('ending')}
          checked={ending}
          onChange={({ currentTarget: { checked } }) => setEnding(checked)}
        />
      )}
    </DialogForm>
  )
}
