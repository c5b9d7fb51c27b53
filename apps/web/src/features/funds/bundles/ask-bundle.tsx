'use client'

import { Button, NativeSelect } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { useNowMs } from '../../../components/age/page-clock.tsx'
import { monthSoFar, PeriodFields } from '../../../components/period-fields/period-fields.tsx'
import { ProblemLine } from '../../../components/refusal/problem-line.tsx'
import { useApi } from '../../../trpc/client.tsx'
import { useAcquirerName } from '../use-acquirer-name.ts'
import classes from './bundles.module.css'

/** One more; at first of the month so far. */
export function AskBundle({ acquirers }: { readonly acquirers: readonly string[] }) {
  const translate = useTranslations('funds.bundles')
  const api = useApi()
  const queries = useQueryClient()
  const nameOf = useAcquirerName()
  const today = new Date(useNowMs()).toISOString().slice(0, 10)
  const [period, setPeriod] = useState(monthSoFar(today))
  const [acquirer, setAcquirer] = useState('')
  const ask = useMutation(
    api.funds.askBundle.mutationOptions({ onSettled: () => queries.invalidateQueries(api.funds.bundles.queryFilter()) }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    ask.mutate({ ...period, acquirer: acquirer === '' ? null : acquirer })
  }
  return (
    <form onSubmit={submit} className={classes.form}>
      <PeriodFields period={period} onChange={setPeriod} />
      <NativeSelect
        label={translate('acquirer')}
        value={acquirer}
        onChange={({ currentTarget }) => setAcquirer(currentTarget.value)}
        data={[{ value: '', label: translate('all') }, ...acquirers.map((one) => ({ value: one, label: nameOf(one) }))]}
      />
      <Button type="submit" loading={ask.isPending}>
        {translate('do')}
      </Button>
      <ProblemLine text={ask.error?.message ?? null} />
    </form>
  )
}
