'use client'

import type { EventMonthsTold } from '@counterfoil/services/retention'
import { Button, NumberInput, Radio } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useApi } from '../../trpc/client.tsx'
import classes from './retention.module.css'

interface EventMonthsFormProps {
  readonly told: EventMonthsTold
  readonly mayChange: boolean
}

/** Whether the hub puts months of events away by itself, who said so, and for an administrator the field to say otherwise. */
export function EventMonthsForm({ told, mayChange }: EventMonthsFormProps) {
  const translate = useTranslations('retention.eventMonths')
  const [open, setOpen] = useState(false)
  const { months, changedBy } = told
  if (open) return <Form told={told} onDone={() => setOpen(false)} />
  return (
    <span className={classes.period}>
      <span>
        {months === null ? translate('byHand') : translate('byThemselves', { months })}
        {changedBy === null ? null : <small className={classes.under}>{translate('changed', { name: changedBy })}</small>}
      </span>
      {mayChange ? (
        <Button variant="default" size="compact-sm" onClick={() => setOpen(true)}>
          {translate('change')}
        </Button>
      ) : null}
    </span>
  )
}

function Form({ told, onDone }: { readonly told: EventMonthsTold; readonly onDone: () => void }) {
  const translate = useTranslations('retention.eventMonths')
  const api = useApi()
  const queries = useQueryClient()
  const { leastMonths, mostMonths } = told
  const [byThemselves, setByThemselves] = useState(told.months !== null)
  const [value, setValue] = useState<string | number>(told.months ?? leastMonths)
  const choose = useMutation(
    api.retention.chooseEventMonths.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries(api.retention.pathFilter())
        onDone()
      },
    }),
  )
  const wanted = Number(value)
  return (
    <form
      className={classes.choice}
      onSubmit={(event) => {
        event.preventDefault()
        choose.mutate({ months: byThemselves ? wanted : null })
      }}
    >
      <Radio.Group
        label={translate('question')}
        value={byThemselves ? 'on' : 'off'}
        onChange={(chosen) => setByThemselves(chosen === 'on')}
        error={choose.error?.message}
      >
        <div className={classes.options}>
          <Radio value="off" label={translate('off')} />
          <Radio value="on" label={translate('on')} />
        </div>
      </Radio.Group>
      {byThemselves ? (
        <>
          <NumberInput
            label={translate('label', { leastMonths, mostMonths })}
            value={value}
            onChange={setValue}
            min={leastMonths}
            max={mostMonths}
            allowDecimal={false}
            hideControls
          />
          <p className={classes.under}>{translate('warning')}</p>
        </>
      ) : null}
      <Button type="submit" loading={choose.isPending} disabled={byThemselves && (value === '' || !Number.isSafeInteger(wanted))}>
        {translate('save')}
      </Button>
    </form>
  )
}
