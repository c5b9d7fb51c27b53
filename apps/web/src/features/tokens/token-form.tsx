'use client'

import type { Reach } from '@counterfoil/services/permissions'
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import type { PlacedStore } from '../../components/reach-field/reach-choices.ts'
import { ReachField } from '../../components/reach-field/reach-field.tsx'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { faultyField, useRefusalWords } from '../../components/refusal/use-refusal-words.ts'
import { useApi } from '../../trpc/client.tsx'
import classes from './tokens-page.module.css'

interface TokenFormProps {
  readonly stores: readonly PlacedStore[] | undefined
  readonly onMade: (made: { readonly name: string; readonly token: string }) => void
}

const DAYS = [30, 90, 180, 365] as const

/** Name, reach and life of a new token. */
export function TokenForm({ stores, onMade }: TokenFormProps) {
  const translate = useTranslations('tokens.form')
  const api = useApi()
  const queryClient = useQueryClient()
  const refusalWords = useRefusalWords('tokens')
  const [name, setName] = useState('')
  const [reach, setReach] = useState<Reach | null>({ kind: 'chain' })
  const [days, setDays] = useState<number>(90)
  const [changesDevices, setChangesDevices] = useState(false)
  const create = useMutation(
    api.tokens.create.mutationOptions({
      onSuccess: ({ token }) => {
        onMade({ name, token })
        void queryClient.invalidateQueries({ queryKey: api.tokens.list.queryKey() })
      },
    }),
  )
  const fault = faultyField(create.error)
  const words = create.error === null ? null : refusalWords(create.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (reach !== null) create.mutate({ name, reach, days, changesDevices })
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        label={translate('name')}
        description={translate('nameHint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        required
        maxLength={80}
        autoFocus
      />
      <ReachField stores={stores} onChange={setReach} error={fault === 'reach' && words !== null ? words : undefined} />
      <NativeSelect
        label={translate('days')}
        data={DAYS.map((one) => ({ value: String(one), label: translate('daysOf', { days: one }) }))}
        value={String(days)}
        onChange={(event) => setDays(Number(event.currentTarget.value))}
      />
      <Checkbox
        label={translate('changesDevices')}
        description={translate('changesDevicesHint')}
        checked={changesDevices}
        onChange={(event) => setChangesDevices(event.currentTarget.checked)}
      />
      <ProblemLine text={fault === 'reach' ? null : words} />
      <div className={classes.actions}>
        <Button type="submit" variant="filled" loading={create.isPending} disabled={name.trim() === '' || reach === null}>
          {translate('submit')}
        </Button>
      </div>
    </form>
  )
}
