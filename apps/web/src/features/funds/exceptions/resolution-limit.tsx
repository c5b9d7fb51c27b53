'use client'

import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { formatMoney } from '../../../components/format/money.ts'
import { useApi } from '../../../trpc/client.tsx'
import classes from './exception-queue.module.css'

const LimitForm = dynamic(() => import('./limit-form.tsx'), { ssr: false })

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
      {open ? <LimitForm currency={currency} limitMinor={limitMinor} onDone={() => setOpen(false)} /> : null}
    </div>
  )
}
