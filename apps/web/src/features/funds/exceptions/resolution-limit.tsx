'use client'

import { Button, NumberInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { minorToDecimal, minorUnitExponent } from '../../../components/format/minor-units.ts'
import { formatMoney } from '../../../components/format/money.ts'
import { useApi } from '../../../trpc/client.tsx'
import classes from './exception-queue.module.css'

/** Above which sum two people end an exception, in the currency of the chain; administrators change it. */
export function ResolutionLimit({ mayChange }: { readonly mayChange: boolean }) {
  const translate = useTranslations('funds.exceptions.limit')
  const locale = useLocale()
  const api = useApi()
  const limits = useQuery(api.funds.resolutionLimits.queryOptions(undefined, { staleTime: 60_000 }))
  const rates = useQuery(api.funds.rates.queryOptions(undefined, { staleTime: 600_000 }))
  const [open, setOpen] = useState(false)
  if (limits.data === undefined || rates.data === undefined) return null
  const currency = rates.data.reportingCurrency
  const limitMinor = limits.data.limits.find((one) => one.currency === currency)?.limitMinor ?? limits.data.otherMinor
  return (
    <div className={classes.limit}>
      <span>{translate('is', { amount: formatMoney({ amountMinor: limitMinor, currency }, locale) })}</span>
      {mayChange && !open ? (
        <Button variant="default" size="compact-sm" onClick={() => setOpen(true)}>
          {translate('change')}
        </Button>
      ) : null}
      {open ? <Form currency={currency} limitMinor={limitMinor} onDone={() => setOpen(false)} /> : null}
    </div>
  )
}

function Form({ currency, limitMinor, onDone }: { currency: string; limitMinor: number; onDone: () => void }) {
  const translate = useTranslations('funds.exceptions.limit')
  const api = useApi()
  const queries = useQueryClient()
  const exponent = minorUnitExponent(currency)
  const [value, setValue] = useState<string | number>(minorToDecimal(limitMinor, exponent))
  const change = useMutation(
    api.funds.changeResolutionLimit.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries(api.funds.pathFilter())
        onDone()
      },
    }),
  )
  const wanted = Math.round(Number(value) * 10 ** exponent)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        change.mutate({ currency, limitMinor: wanted })
      }}
    >
      <NumberInput
        label={translate('label', { currency })}
        value={value}
        onChange={setValue}
        min={0}
        decimalScale={exponent}
        error={change.error?.message}
      />
      <Button type="submit" loading={change.isPending} disabled={value === '' || !Number.isSafeInteger(wanted)}>
        {translate('save')}
      </Button>
    </form>
  )
}
