'use client'

import type { Reach } from '@counterfoil/services/permissions'
import { Button, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import type { PlacedStore } from '../../components/reach-field/reach-choices.ts'
import { ReachField } from '../../components/reach-field/reach-field.tsx'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { faultyField, useRefusalWords } from '../../components/refusal/use-refusal-words.ts'
import { useApi } from '../../trpc/client.tsx'
import classes from './screens-page.module.css'

interface PairFormProps {
  readonly stores: readonly PlacedStore[] | undefined
  readonly wallAddress: string
  readonly onLetIn: (name: string) => void
}

/** The code a screen shows, what to call it, and how far it sees. */
export function PairForm({ stores, wallAddress, onLetIn }: PairFormProps) {
  const translate = useTranslations('screens.form')
  const api = useApi()
  const queryClient = useQueryClient()
  const refusalWords = useRefusalWords('screens')
  const [code, setCode] = useState('')
  const [name, setName] = useState('')
  const [reach, setReach] = useState<Reach | null>({ kind: 'chain' })
  const pair = useMutation(
    api.screens.pair.mutationOptions({
      onSuccess: () => {
        onLetIn(name)
        void queryClient.invalidateQueries({ queryKey: api.screens.list.queryKey() })
      },
    }),
  )
  const fault = faultyField(pair.error)
  const words = pair.error === null ? null : refusalWords(pair.error)
  const at = (field: string) => (fault === field && words !== null ? words : undefined)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (reach !== null) pair.mutate({ code, name, reach })
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <p className={classes.how}>{translate('how', { address: wallAddress })}</p>
      <TextInput
        className={classes.code}
        label={translate('code')}
        description={translate('codeHint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        error={at('code')}
        required
        maxLength={20}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        autoFocus
      />
      <TextInput
        label={translate('name')}
        description={translate('nameHint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={at('name')}
        required
        maxLength={80}
      />
      <ReachField stores={stores} onChange={setReach} error={at('reach')} />
      <ProblemLine text={fault === null ? words : null} />
      <div className={classes.actions}>
        <Button
          type="submit"
          variant="filled"
          loading={pair.isPending}
          disabled={code.trim() === '' || name.trim() === '' || reach === null}
        >
          {translate('submit')}
        </Button>
      </div>
    </form>
  )
}
