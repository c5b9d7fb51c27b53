'use client'

import type { ChangePeriodInput, DataClassName, PurgeTold } from '@counterfoil/services/retention'
import { Button, NumberInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useApi } from '../../trpc/client.tsx'
import classes from './retention.module.css'

interface PeriodFormProps {
  readonly name: DataClassName
  readonly purge: PurgeTold
  readonly mayChange: boolean
}

/** How many days, who said so, and for an administrator the field to say otherwise. */
export function PeriodForm({ name, purge, mayChange }: PeriodFormProps) {
  const translate = useTranslations('retention.period')
  const [open, setOpen] = useState(false)
  const { days, changedBy, leastDays, mostDays } = purge
  if (open) return <Form name={name as ChangePeriodInput['dataClass']} purge={purge} onDone={() => setOpen(false)} />
  return (
    <span className={classes.period}>
      <span>
        {translate('days', { days })}
        <small className={classes.under}>
          {changedBy === null ? translate('bounds', { leastDays, mostDays }) : translate('changed', { name: changedBy })}
        </small>
      </span>
      {mayChange ? (
        <Button variant="default" size="compact-sm" onClick={() => setOpen(true)}>
          {translate('change')}
        </Button>
      ) : null}
    </span>
  )
}

interface FormProps {
  readonly name: ChangePeriodInput['dataClass']
  readonly purge: PurgeTold
  readonly onDone: () => void
}

function Form({ name, purge: { days, leastDays, mostDays }, onDone }: FormProps) {
  const translate = useTranslations('retention.period')
  const api = useApi()
  const queries = useQueryClient()
  const [value, setValue] = useState<string | number>(days)
  const change = useMutation(
    api.retention.changePeriod.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries(api.retention.pathFilter())
        onDone()
      },
    }),
  )
  const wanted = Number(value)
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        change.mutate({ dataClass: name, days: wanted })
      }}
    >
      <NumberInput
        label={translate('label', { leastDays, mostDays })}
        value={value}
        onChange={setValue}
        min={leastDays}
        max={mostDays}
        allowDecimal={false}
        error={change.error?.message}
      />
      <Button type="submit" loading={change.isPending} disabled={value === '' || !Number.isSafeInteger(wanted)}>
        {translate('save')}
      </Button>
    </form>
  )
}
