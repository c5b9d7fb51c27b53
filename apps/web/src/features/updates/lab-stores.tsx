'use client'

import type { Updates } from '@counterfoil/services/updates'
import { Button, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { useRefusalWords } from '../../components/refusal/use-refusal-words.ts'
import { useApi } from '../../trpc/client.tsx'
import classes from './updates.module.css'

/** Stores where versions are tried before any other. */
export function LabStores({ lab, mayChange }: { readonly lab: Updates['lab']; readonly mayChange: boolean }) {
  const translate = useTranslations('updates.lab')
  const words = useRefusalWords('updates')
  const api = useApi()
  const queries = useQueryClient()
  const [code, setCode] = useState('')
  const marked = useMutation(
    api.updates.markLab.mutationOptions({
      onSuccess: () => setCode(''),
      onSettled: () => queries.invalidateQueries(api.updates.get.queryFilter()),
    }),
  )
  const add = (event: FormEvent) => {
    event.preventDefault()
    marked.mutate({ code, isLab: true })
  }
  return (
    <>
      <p className={classes.quiet}>{translate(lab.length === 0 ? 'none' : 'what')}</p>
      <ul className={classes.list}>
        {lab.map((store) => (
          <li key={store.code}>
            {store.code} {store.name}
            {mayChange ? (
              <Button size="xs" variant="subtle" onClick={() => marked.mutate({ code: store.code, isLab: false })}>
                {translate('remove', { code: store.code })}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {mayChange ? (
        <form onSubmit={add} className={classes.form}>
          <TextInput
            label={translate('code')}
            maxLength={40}
            required
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
          <Button type="submit" loading={marked.isPending}>
            {translate('add')}
          </Button>
        </form>
      ) : null}
      <ProblemLine text={marked.error === null ? null : words(marked.error)} />
    </>
  )
}
