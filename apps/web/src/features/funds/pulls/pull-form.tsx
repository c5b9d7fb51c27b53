'use client'

import { Button, NumberInput, PasswordInput, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { ProblemLine } from '../../../components/refusal/problem-line.tsx'
import { faultyField } from '../../../components/refusal/use-refusal-words.ts'
import { useApi } from '../../../trpc/client.tsx'
import classes from './pulls.module.css'

const texts = ['name', 'host', 'user', 'folder', 'pattern', 'hostKey'] as const
const kinds = ['password', 'key'] as const
type Kind = (typeof kinds)[number]

const EMPTY = { name: '', host: '', user: '', folder: '.', pattern: '*', hostKey: '' }

/** Where the files lie, how the hub signs in there, and by which key it knows the server. */
export default function PullForm({ onAdded }: { readonly onAdded: () => void }) {
  const translate = useTranslations('fundsPulls.form')
  const errors = useTranslations('fundsPulls.errors')
  const api = useApi()
  const queries = useQueryClient()
  const [fields, setFields] = useState(EMPTY)
  const [port, setPort] = useState<number | string>(22)
  const [everyMinutes, setEveryMinutes] = useState<number | string>(15)
  const [secretKind, setSecretKind] = useState<Kind>('password')
  const [secret, setSecret] = useState('')
  const add = useMutation(
    api.fundsPulls.add.mutationOptions({
      onSuccess: () => {
        setSecret('')
        void queries.invalidateQueries(api.fundsPulls.pathFilter())
        onAdded()
      },
    }),
  )
  const fault = faultyField(add.error)
  const wordsOf = (field: string) => errors(field as Parameters<typeof errors>[0])
  const atFault = (field: string) => (fault === field && errors.has(field as 'name') ? wordsOf(field) : undefined)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const hostKey = fields.hostKey.trim() === '' ? null : fields.hostKey.trim()
    add.mutate({ ...fields, hostKey, port: Number(port), everyMinutes: Number(everyMinutes), secretKind, secret })
  }
  const text = (field: (typeof texts)[number], required: boolean) => (
    <TextInput
      key={field}
      label={translate(field)}
      description={translate(`hints.${field}`)}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={fields[field]}
      error={atFault(field)}
      required={required}
      autoComplete="off"
      spellCheck={false}
      onChange={({ currentTarget: { value } }) => setFields((before) => ({ ...before, [field]: value }))}
    />
  )
  const secretField = {
    label: translate(`secret.${secretKind}`),
    description: translate(`hints.${secretKind}`),
    inputWrapperOrder: ['label', 'input', 'description', 'error'] as ('label' | 'input' | 'description' | 'error')[],
    value: secret,
    error: atFault('secret'),
    required: true,
    spellCheck: false,
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      {text('name', true)}
      <div className={classes.pair}>
        {text('host', true)}
        <NumberInput label={translate('port')} value={port} min={1} max={65_535} hideControls required onChange={setPort} />
      </div>
      {text('hostKey', false)}
      {text('user', true)}
      <SegmentedControl
        aria-label={translate('secretKind')}
        value={secretKind}
        onChange={(value) => {
          setSecretKind(kinds.find((one) => one === value) ?? 'password')
          setSecret('')
        }}
        data={kinds.map((value) => ({ value, label: translate(`secret.${value}`) }))}
      />
      {secretKind === 'password' ? (
        <PasswordInput
          {...secretField}
          autoComplete="new-password"
          onChange={({ currentTarget }) => setSecret(currentTarget.value)}
        />
      ) : (
        <Textarea
          {...secretField}
          rows={6}
          autoComplete="off"
          classNames={{ input: classes.pem ?? '' }}
          onChange={({ currentTarget }) => setSecret(currentTarget.value)}
        />
      )}
      <div className={classes.pair}>
        {text('folder', true)}
        {text('pattern', true)}
      </div>
      <NumberInput
        label={translate('every')}
        description={translate('hints.every')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={everyMinutes}
        min={1}
        max={1_440}
        hideControls
        required
        className={classes.short}
        onChange={setEveryMinutes}
      />
      <ProblemLine text={add.error === null || atFault(fault ?? '') !== undefined ? null : add.error.message} />
      <div>
        <Button type="submit" variant="filled" loading={add.isPending}>
          {translate('submit')}
        </Button>
      </div>
    </form>
  )
}
